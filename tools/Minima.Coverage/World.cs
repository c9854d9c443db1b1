using Minima.Tabular;

namespace Minima.Coverage;

/// <summary>A way in which rows arise, with the coefficients that a fit should find.</summary>
/// <param name="Loss">What is fitted.</param>
/// <param name="Errors">The words of <c>--errors</c>.</param>
/// <param name="Truth">What is true of the rows.</param>
/// <param name="Coefficients">The coefficients of x1 and x2.</param>
/// <param name="Target">Draws the target of one row from its columns and what its cluster shares.</param>
internal sealed record World(string Loss, string Errors, string Truth, (double First, double Second) Coefficients, Func<RandomState, double, double, double, double> Target)
{
    /// <summary>Rows in a cluster.</summary>
    private const int Together = 10;

    /// <summary>The bandwidth that statsmodels takes too is short of rows in a tail: its coverage is reported.</summary>
    public bool IsHeld => Errors != "model" || !Loss.EndsWith("=0.9", StringComparison.Ordinal);

    /// <summary>The words of <c>--heads</c>, for a distribution; null for a loss of one prediction.</summary>
    public string? Heads { get; init; }

    /// <summary>The head whose coefficients of x1 and x2 are looked at.</summary>
    public int Head { get; init; }

    /// <summary>Targets are times, and rows are seen until a random time at most.</summary>
    public bool IsCensored { get; init; }

    /// <summary>Targets are grades 0 to 3 in order.</summary>
    public bool IsOfGrades { get; init; }

    /// <summary>The loss as the table shows it.</summary>
    public string Shown => IsOfGrades ? $"`{Loss}`, `--order`" : IsCensored ? $"`{Loss}`, `--event`" : Heads is null ? $"`{Loss}`" : $"`{Loss}`, `--heads {Heads}`{(Head == 0 ? "" : ", the second")}";

    private const double Slope = 0.5;
    private const double Other = -0.3;
    private const double Shape = 1.5;
    private const double Longest = 8;
    private static readonly (double First, double Second) Slopes = (Slope, Other);

    public static IReadOnlyList<World> All { get; } =
    [
        new("mse", "model", "normal errors of one variance", Slopes, (random, a, b, _) => Line(a, b) + random.NextNormal()),
        new("mse", "hc0", "normal errors of one variance", Slopes, (random, a, b, _) => Line(a, b) + random.NextNormal()),
        new("mse", "hc3", "normal errors of one variance", Slopes, (random, a, b, _) => Line(a, b) + random.NextNormal()),
        new("mse", "hc3", "deviations 0.5 + 1.5 x1", Slopes, (random, a, b, _) => Line(a, b) + (Deviation(a) * random.NextNormal())),
        new("mse", "cluster=group", "clusters of ten that share half of the variance", Slopes, (random, a, b, shared) => Line(a, b) + shared + random.NextNormal()),
        new("huber:delta=1.345", "model", "errors of Student's t, 3 degrees", Slopes, (random, a, b, _) => Line(a, b) + StudentT3(random)),
        new("huber:delta=1.345", "hc3", "the same, times 0.5 + 1.5 x1", Slopes, (random, a, b, _) => Line(a, b) + (Deviation(a) * StudentT3(random))),
        new("log_cosh(p - t)", "hc3", "normal errors, times 0.5 + 1.5 x1", Slopes, (random, a, b, _) => Line(a, b) + (Deviation(a) * random.NextNormal())),
        new("poisson_nll", "model", "Poisson counts", Slopes, (random, a, b, _) => Poisson(random, Math.Exp(1 + Line(a, b)))),
        new("poisson_nll", "hc3", "counts of twice that variance and more", Slopes, (random, a, b, _) => Poisson(random, Math.Exp(1 + Line(a, b)) * Gamma2(random))),
        new("gamma_nll", "model", "gamma amounts of shape 2", Slopes, (random, a, b, _) => Math.Exp(1 + Line(a, b)) * Gamma2(random)),
        new("bce_with_logits", "model", "classes of logistic chances", Slopes, (random, a, b, _) => random.NextDouble() < 1 / (1 + Math.Exp(-Line(a, b))) ? 1 : 0),
        new("bce_with_logits", "hc3", "classes of logistic chances", Slopes, (random, a, b, _) => random.NextDouble() < 1 / (1 + Math.Exp(-Line(a, b))) ? 1 : 0),
        new("pinball:quantile=0.5", "model", "normal errors of one variance", Slopes, (random, a, b, _) => Line(a, b) + random.NextNormal()),
        new("pinball:quantile=0.9", "model", "normal errors of one variance", Slopes, (random, a, b, _) => Line(a, b) + random.NextNormal()),
        new("pinball:quantile=0.5", "sparsity", "normal errors of one variance", Slopes, (random, a, b, _) => Line(a, b) + random.NextNormal()),
        new("pinball:quantile=0.9", "sparsity", "normal errors of one variance", Slopes, (random, a, b, _) => Line(a, b) + random.NextNormal()),
        new("gaussian_nll_log_variance", "model", "normal errors of deviation e^(0.5 x1 - 0.3 x2)", Slopes, Spread) { Heads = "all" },
        new("gaussian_nll_log_variance", "model", "normal errors of deviation e^(0.5 x1 - 0.3 x2)", (2 * Slope, 2 * Other), Spread) { Heads = "all", Head = 1 },
        new("gaussian_nll_log_variance", "hc3", "errors of that deviation, gamma of shape 2", (2 * Slope, 2 * Other), (random, a, b, _) => Line(a, b) + (Math.Exp(Line(a, b)) * Math.Sqrt(2) * (Gamma2(random) - 1))) { Heads = "all", Head = 1 },
        new("negative_binomial_nll", "model", "counts of dispersion 0.5", Slopes, (random, a, b, _) => Poisson(random, Math.Exp(1 + Line(a, b)) * Gamma2(random))) { Heads = "none" },
        new("negative_binomial_nll", "hc3", "zero-inflated counts: the mean is right, the distribution is not", Slopes, (random, a, b, _) => random.NextDouble() < 0.3 ? 0 : Poisson(random, Math.Exp(1 + Line(a, b)))) { Heads = "none" },
        new("zero_inflated_poisson_nll", "model", "counts switched off with logit x1 - 0.6 x2 - 1", Slopes, Switched) { Heads = "all" },
        new("zero_inflated_poisson_nll", "model", "counts switched off with logit x1 - 0.6 x2 - 1", (2 * Slope, 2 * Other), Switched) { Heads = "all", Head = 1 },
        new("zero_inflated_negative_binomial_nll", "model", "the same of dispersion 0.5", Slopes, (random, a, b, _) => IsOff(random, a, b) ? 0 : Poisson(random, Math.Exp(2 + Line(a, b)) * Gamma2(random))) { Heads = "zero_logit" },
        new("gamma_nll", "model", "gamma amounts of shape 2", Slopes, (random, a, b, _) => Math.Exp(1 + Line(a, b)) * Gamma2(random)) { Heads = "none" },
        new("weibull_nll", "model", "Weibull times of shape 1.5, four of ten cut off", Slopes, Lifetime) { Heads = "none", IsCensored = true },
        new("weibull_nll", "hc3", "the same times", Slopes, Lifetime) { Heads = "none", IsCensored = true },
        new("cox_breslow", "model", "the same times", (-Shape * Slope, -Shape * Other), Lifetime) { IsCensored = true },
        new("cox_breslow", "hc0", "the same times", (-Shape * Slope, -Shape * Other), Lifetime) { IsCensored = true },
        new("cumulative_link", "model", "four grades of logistic errors", Slopes, Grade) { IsOfGrades = true },
        new("cumulative_link", "hc3", "four grades of logistic errors", Slopes, Grade) { IsOfGrades = true },
    ];

    /// <summary>One table of this world, and for each row its cluster. x1 lies between 0 and 1, x2 is normal; in clusters rows share a part of x1.</summary>
    public (Dataset Data, int[] Clusters) Draw(RandomState random, int rows)
    {
        var (first, second, target, clusters, events) = (new double[rows], new double[rows], new double[rows], new int[rows], new double[rows]);
        var (shared, place) = (0.0, 0.0);
        for (var i = 0; i < rows; i++)
        {
            if (i % Together == 0) (shared, place) = (random.NextNormal(), random.NextDouble());
            first[i] = IsClustered ? (random.NextDouble() + place) / 2 : random.NextDouble();
            second[i] = random.NextNormal();
            target[i] = Target(random, first[i], second[i], shared);
            clusters[i] = i / Together;
            if (!IsCensored) continue;
            var end = Longest * (1 - random.NextDouble());
            (target[i], events[i]) = target[i] <= end ? (target[i], 1) : (end, 0);
        }

        string[] classes = IsOfGrades ? ["0", "1", "2", "3"] : Loss.StartsWith("bce", StringComparison.Ordinal) ? ["0", "1"] : [];
        var features = new NumericTable(["x1", "x2"], [first, second], rows, []);
        var column = new TargetColumn("y", target, classes.Length switch { 0 => TargetKind.Regression, 2 => TargetKind.Binary, _ => TargetKind.MultiClass }, classes);
        return (new Dataset("sample", features, column, [.. Enumerable.Range(2, rows)]) { Events = IsCensored ? events : null, EventColumn = IsCensored ? "event" : null }, clusters);
    }

    /// <summary>Rows of a cluster depend on each other.</summary>
    public bool IsClustered => Errors.StartsWith("cluster", StringComparison.Ordinal);

    private static double Spread(RandomState random, double a, double b, double shared) => Line(a, b) + (Math.Exp(Line(a, b)) * random.NextNormal());

    private static double Lifetime(RandomState random, double a, double b, double shared) => Math.Exp(1 + Line(a, b)) * Math.Pow(-Math.Log(1 - random.NextDouble()), 1 / Shape);

    /// <summary>The number of thresholds -1, 0 and 1 below a line with logistic errors.</summary>
    private static double Grade(RandomState random, double a, double b, double shared)
    {
        var chance = random.NextDouble();
        var at = Line(a, b) + Math.Log(chance / (1 - chance));
        return at < -1 ? 0 : at < 0 ? 1 : at < 1 ? 2 : 3;
    }

    private static double Switched(RandomState random, double a, double b, double shared) => IsOff(random, a, b) ? 0 : Poisson(random, Math.Exp(1 + Line(a, b)));

    private static bool IsOff(RandomState random, double a, double b) => random.NextDouble() < 1 / (1 + Math.Exp(1 - (2 * Line(a, b))));

    private static double Line(double a, double b) => (Slope * a) + (Other * b);

    private static double Deviation(double a) => 0.5 + (1.5 * a);

    private static double StudentT3(RandomState random)
    {
        var (a, b, c) = (random.NextNormal(), random.NextNormal(), random.NextNormal());
        return random.NextNormal() / Math.Sqrt(((a * a) + (b * b) + (c * c)) / 3);
    }

    private static double Gamma2(RandomState random) => -Math.Log((1 - random.NextDouble()) * (1 - random.NextDouble())) / 2;

    private static double Poisson(RandomState random, double mean)
    {
        var (count, left) = (0, Math.Exp(-mean));
        for (var product = random.NextDouble(); product > left; product *= random.NextDouble()) count++;
        return count;
    }
}
