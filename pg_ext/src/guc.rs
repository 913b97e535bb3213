//! Settings of the extension, as `PostgreSQL` parameters.

use std::ffi::CStr;

use pgrx::{GucContext, GucFlags, GucRegistry, GucSetting};

static CACHE: GucSetting<bool> = GucSetting::<bool>::new(true);
static CACHE_LIMIT_MIB: GucSetting<i32> = GucSetting::<i32>::new(1024);

const CACHE_NAME: &CStr = c"gn_diffusion.cache";
const LIMIT_NAME: &CStr = c"gn_diffusion.cache_limit";

/// Declares the settings; called once, when the library is loaded.
pub fn declare() {
    GucRegistry::define_bool_guc(
        CACHE_NAME,
        c"Answers from indexes shared by all sessions; off: from the tables, by PostGIS.",
        c"The answers are the same, slower when off.",
        &CACHE,
        GucContext::Userset,
        GucFlags::default(),
    );
    GucRegistry::define_int_guc(
        LIMIT_NAME,
        c"Greatest size of one shared index; beyond it the answers come from the tables.",
        c"",
        &CACHE_LIMIT_MIB,
        0,
        i32::MAX,
        GucContext::Suset,
        GucFlags::UNIT_MB,
    );
}

/// Whether indexes may be used.
pub fn cache() -> bool {
    CACHE.get()
}

/// Greatest size of one index, in bytes.
pub fn cache_limit() -> usize {
    usize::try_from(CACHE_LIMIT_MIB.get()).map_or(0, |mib| mib.saturating_mul(1 << 20))
}
