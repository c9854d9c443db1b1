# Standard errors of R's robustbase on Minima's bundled diabetes table: the reference values of tests/reference/robustbase_errors.json.
#
#     Rscript robustbase_errors.R DATA      DATA is the folder data/ of the repository
#
# Prints one JSON object with a list of cases: M-estimates with a scale that is given, by lmrob..M..fit, and their covariance by .vcov.w with
# robustbase's terms for the first form of Huber (1973, 1981): the empirical correction, the one for small samples, n / (n - p), and no
# weights in X'X. Debian's r-cran-robustbase (0.95-0) made the file in this repository. Coefficients stand in the order features, intercept.

suppressMessages(library(robustbase))
data <- read.csv(file.path(commandArgs(TRUE)[1], "diabetes.csv"))
features <- c("age", "bmi", "bp", "s5")
x <- cbind(as.matrix(data[features]), intercept = 1)
y <- data$progression
scale <- 45
numbers <- function(values) paste0("[", paste(sprintf("%.17g", values), collapse = ", "), "]")
cases <- c()
losses <- c(bisquare = "tukey_biweight:scale", welsh = "welsch:scale", huber = "huber:delta")
for (psi in names(losses)) {
    c <- c(bisquare = 4.685061, welsh = 2.11, huber = 1.345)[[psi]]
    control <- lmrob.control(rel.tol = 1e-15, max.it = 5000)
    control$psi <- psi
    control$tuning.psi <- c
    control$method <- "M"
    start <- if (psi == "huber") lm.fit(x, y)$coefficients else lmrob(y ~ x - 1, setting = "KS2014")$coefficients
    fit <- lmrob..M..fit(x, y, start, scale, control, method = "M")
    fit$rank <- ncol(x)
    covariance <- robustbase:::.vcov.w(fit, x = x, scale = scale, cov.hubercorr = TRUE, cov.dfcorr = "mn.vc", cov.resid = "final", cov.corrfact = "empirical", cov.xwx = FALSE)
    cases <- c(cases, sprintf('{"name": "lmrob %s", "data": "diabetes", "features": ["age", "bmi", "bp", "s5"], "loss": "%s=%.17g", "errors": "model", "estimate": %s, "standard_error": %s}',
                              psi, losses[[psi]], c * scale, numbers(fit$coefficients), numbers(sqrt(diag(covariance)))))
}
cat(sprintf('{"robustbase": "%s", "cases": [\n%s\n]}\n', packageVersion("robustbase"), paste(cases, collapse = ",\n")))
