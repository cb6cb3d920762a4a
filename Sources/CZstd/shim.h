#ifndef CAIRN_CZstd_SHIM_H
#define CAIRN_CZstd_SHIM_H
#include <zstd.h>
#include <zstd_errors.h>
#endif
