#ifndef CAIRN_CXLSXWriter_SHIM_H
#define CAIRN_CXLSXWriter_SHIM_H
#include <xlsxwriter.h>
#endif
