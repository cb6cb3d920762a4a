#ifndef CAIRN_CSQLite_SHIM_H
#define CAIRN_CSQLite_SHIM_H
#include <sqlite3.h>
#endif
