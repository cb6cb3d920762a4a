#ifndef CAIRN_CArchive_SHIM_H
#define CAIRN_CArchive_SHIM_H
#include <archive.h>
#include <archive_entry.h>
#endif
