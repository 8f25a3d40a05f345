//! Words to drawings: chooses a route, ranks what comes.
