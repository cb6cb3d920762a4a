#ifndef CAIRN_CLibcrypto_SHIM_H
#define CAIRN_CLibcrypto_SHIM_H
#include <openssl/err.h>
#include <openssl/evp.h>
#endif
