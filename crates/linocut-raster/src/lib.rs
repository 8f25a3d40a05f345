//! Raster files in and out.
