# Writes examples/data from R packages, in the shapes in which people have their tables:
#   apt-get install r-base-core r-cran-ggplot2 r-cran-mass r-cran-cardata
#   Rscript tools/data/export_r.R examples/data
out <- commandArgs(trailingOnly = TRUE)[1]

# As a German spreadsheet saves it: byte order mark, semicolons, decimal commas, points between thousands, CRLF.
set.seed(1)
diamonds <- as.data.frame(ggplot2::diamonds)
diamonds <- diamonds[sort(sample(nrow(diamonds), 6000)), ]
german <- function(x) if (is.numeric(x)) format(x, big.mark = ".", decimal.mark = ",", trim = TRUE, drop0trailing = TRUE) else as.character(x)
text <- rbind(names(diamonds), sapply(diamonds, function(column) sapply(column, german)))
lines <- paste0(apply(text, 1, paste, collapse = ";"), "\r\n")
writeBin(c(as.raw(c(0xEF, 0xBB, 0xBF)), charToRaw(paste(lines, collapse = ""))), file.path(out, "diamonds.csv"))

# Names with commas in quotes, and ages that nobody wrote down.
titanic <- data.frame(name = rownames(carData::TitanicSurvival), carData::TitanicSurvival, check.names = FALSE)
write.csv(titanic, file.path(out, "titanic.csv"), row.names = FALSE, na = "")

# Days absent from school, of 146 children: counts that vary far more than a Poisson law allows.
write.table(MASS::quine, file.path(out, "absences.tsv"), sep = "\t", row.names = FALSE, quote = FALSE)
