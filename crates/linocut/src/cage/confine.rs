//! A process that has only what rendering needs.

use linocut_core::{Error, Kind, Result};

/// Takes away from this process what rendering does not need: it has 512 MiB of memory and 3 s of a processor, beyond
/// the 2 s after which the server ends it, can open no file and no connection, and where the system knows filters of
/// its calls nothing else outside of itself either: no file removed or renamed, no signal sent, no program begun.
pub(super) fn confine() -> Result<()> {
    limits()?;
    filter::begin()
}

#[cfg(unix)]
fn limits() -> Result<()> {
    use rlimit::{Resource, setrlimit};
    let limits = [(Resource::DATA, 512 << 20), (Resource::CPU, 3), (Resource::FSIZE, 0), (Resource::NOFILE, 0)];
    for (resource, most) in limits {
        setrlimit(resource, most, most).map_err(refused)?;
    }
    Ok(())
}

/// Where the system knows no limits, the server ends what takes too long.
#[cfg(not(unix))]
fn limits() -> Result<()> {
    Ok(())
}

fn refused(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::new(Kind::Io, "cannot limit this process").cause(cause)
}

#[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
mod filter {
    use super::refused;
    use linocut_core::Result;
    use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, TargetArch, apply_filter_all_threads};
    use std::collections::BTreeMap;
    use std::env::consts::ARCH;

    /// What a process may ask of the system that reads, computes on threads of its own, writes and ends.
    const CALLS: [i64; 40] = [
        // What is open already.
        libc::SYS_read,
        libc::SYS_readv,
        libc::SYS_write,
        libc::SYS_writev,
        libc::SYS_close,
        libc::SYS_fstat,
        libc::SYS_statx,
        libc::SYS_lseek,
        libc::SYS_ppoll,
        // Memory.
        libc::SYS_brk,
        libc::SYS_mmap,
        libc::SYS_munmap,
        libc::SYS_mremap,
        libc::SYS_mprotect,
        libc::SYS_madvise,
        // Threads. A process that is begun so is confined as this one, and can become no other program.
        libc::SYS_clone,
        libc::SYS_clone3,
        libc::SYS_futex,
        libc::SYS_membarrier,
        libc::SYS_rseq,
        libc::SYS_set_robust_list,
        libc::SYS_set_tid_address,
        libc::SYS_gettid,
        libc::SYS_getpid,
        libc::SYS_prctl,
        libc::SYS_getcpu,
        libc::SYS_sched_getaffinity,
        libc::SYS_sched_yield,
        // Signals to itself.
        libc::SYS_rt_sigaction,
        libc::SYS_rt_sigprocmask,
        libc::SYS_rt_sigreturn,
        libc::SYS_sigaltstack,
        libc::SYS_restart_syscall,
        // Time and chance.
        libc::SYS_clock_gettime,
        libc::SYS_clock_nanosleep,
        libc::SYS_getrandom,
        libc::SYS_uname,
        libc::SYS_sysinfo,
        // The end.
        libc::SYS_exit,
        libc::SYS_exit_group,
    ];

    /// From now on all other calls fail, for every thread (seccomp, Linux 3.17); it cannot be undone.
    pub(super) fn begin() -> Result<()> {
        let rules: BTreeMap<_, _> = CALLS.into_iter().map(|call| (call, Vec::new())).collect();
        // Failing is gentler than an end: the standard library looks for files of its own and does without.
        let others = SeccompAction::Errno(u32::try_from(libc::EPERM).unwrap_or(1));
        let arch = TargetArch::try_from(ARCH).map_err(refused)?;
        let filter = SeccompFilter::new(rules, others, SeccompAction::Allow, arch).map_err(refused)?;
        let program = BpfProgram::try_from(filter).map_err(refused)?;
        // A system without filters, or one that lets nobody set them, has the limits.
        drop(apply_filter_all_threads(&program));
        Ok(())
    }
}

#[cfg(not(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64"))))]
mod filter {
    /// Where there are no filters there are the limits.
    pub(super) fn begin() -> linocut_core::Result<()> {
        Ok(())
    }
}
