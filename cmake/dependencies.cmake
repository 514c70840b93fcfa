# Every library that others keep: one line each in docs/design.md.
find_package(Boost 1.74 REQUIRED)  # DLL and UUID: headers only
find_package(RapidJSON REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(spdlog REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(CURL REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(CLI11 REQUIRED)
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(re2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(yaml REQUIRED IMPORTED_TARGET yaml-0.1)
pkg_check_modules(psl REQUIRED IMPORTED_TARGET libpsl)
pkg_check_modules(idn2 REQUIRED IMPORTED_TARGET libidn2)

add_library(rulemap_rapidjson INTERFACE)
target_include_directories(rulemap_rapidjson SYSTEM INTERFACE ${RAPIDJSON_INCLUDE_DIRS})
target_compile_definitions(rulemap_rapidjson INTERFACE RAPIDJSON_HAS_STDSTRING=1)

# The same for pkg-config: what whoever links our archives has to link too.
set(RULEMAP_PKGCONFIG_MODULES sqlite3 libcurl libcrypto zlib yaml-cpp yaml-0.1 re2 libpsl libidn2)
