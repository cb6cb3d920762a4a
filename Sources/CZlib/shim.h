#ifndef CAIRN_CZlib_SHIM_H
#define CAIRN_CZlib_SHIM_H
#include <zlib.h>
#endif
