using Minima.Lab.Studies;
using Minima.Tabular;

namespace Minima.Lab.Weighting;

/// <summary>
/// Counts the work of a training on digits: the forward pass of a row is 1, its backward pass 2. Before a step the method may evaluate the rows of the
/// batch, at 1 each; it then learns from those that it keeps.
/// </summary>
internal sealed class WorkMeter
{
    private const int BatchRows = 64;
    private const int LooksAnEpoch = 4;
    private const int Forward = 1;
    private const int Both = 3;

    private readonly HardDigits _digits;
    private readonly Sequential _model;
    private readonly double[] _known;
    private readonly List<(double Work, double Accuracy)> _path = [];

    private WorkMeter(HardDigits digits, int seed)
    {
        _digits = digits;
        _model = DigitFit.Network(seed);
        _known = new double[digits.Rows];
        Array.Fill(_known, double.PositiveInfinity);
    }

    /// <summary>Trains until the budget is used up: the work of all rows over the given number of epochs.</summary>
    public static WorkDone Of(Trial trial, SavingWay way, double rate, int epochs, int mostRows)
    {
        var digits = HardDigits.Noisy(0, trial, mostRows);
        var meter = new WorkMeter(digits, trial.Seed);
        return new(meter.Run(way, rate, (double)Both * digits.Rows * epochs, trial.Seed), (double)Both * digits.Rows * epochs);
    }

    private List<(double Work, double Accuracy)> Run(SavingWay way, double rate, double budget, int seed)
    {
        var random = new RandomState((ulong)seed).Fork("order");
        int[] order = [.. Enumerable.Range(0, _digits.Rows)];
        var optimizer = new AdamW(_model.Parameters, rate);
        var batch = Math.Min(BatchRows, order.Length);
        var steps = order.Length / batch;
        double work = 0, looked = 0;
        var every = budget / (Math.Round(budget / (Both * order.Length)) * LooksAnEpoch);
        for (var epoch = 0; work < budget; epoch++)
        {
            random.Shuffle(order.AsSpan());
            var before = work;
            for (var step = 0; step < steps && work < budget; step++)
            {
                int[] rows = order[(step * batch)..((step + 1) * batch)];
                int[] kept = way.IsRemembering && epoch % way.Refresh != 0 ? Hardest(rows, way.Share, [.. rows.Select(row => _known[row])]) : rows;
                if (way.Looks)
                {
                    work += Forward * rows.Length;
                    kept = Looked(way, rows);
                }

                work += Both * kept.Length;

                // The rate follows the budget, not the steps: a cosine of the remaining work.
                optimizer.LearningRateFactor = 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1, work / budget)));
                if (kept.Length > 0) Learn(way, optimizer, kept);
                if (work - looked < every) continue;
                looked = work;
                _path.Add((work, _digits.Recalls(_model).Average()));
            }

            // Without work in an epoch the loop would never end.
            if (work == before) break;
        }

        _path.Add((work, _digits.Recalls(_model).Average()));
        return _path;
    }

    /// <summary>Evaluates the rows of a batch, and returns those to keep.</summary>
    private int[] Looked(SavingWay way, int[] rows)
    {
        using var scope = StepScope.Begin();
        using var silence = Autograd.NoGradient();
        var losses = DigitFit.Each(_model.Forward(_digits.PixelsOf(rows)), _digits.LabelsOf(rows)).ToArray();
        if (way.Least is not { } least) return Hardest(rows, way.Share, losses);

        // The weight that the focal loss gives a row: (1 - p)^gamma, with p the probability of its label.
        return [.. rows.Where((_, i) => Math.Pow(1 - Math.Exp(-losses[i]), way.Gamma) >= least)];
    }

    /// <summary>The given proportion of the rows with the largest losses, largest first; at least one row.</summary>
    private static int[] Hardest(int[] rows, double share, double[] losses) =>
        [.. rows.Zip(losses).OrderByDescending(pair => pair.Second).Take(Math.Max(1, (int)Math.Round(share * rows.Length))).Select(pair => pair.First)];

    private void Learn(SavingWay way, AdamW optimizer, int[] rows)
    {
        using var scope = StepScope.Begin();
        optimizer.ClearGradients();
        var (logits, labels) = (_model.Forward(_digits.PixelsOf(rows)), _digits.LabelsOf(rows));
        var each = DigitFit.Each(logits, labels);
        var losses = each.ToArray();
        for (var i = 0; i < rows.Length; i++) _known[rows[i]] = losses[i];
        (way.Gamma > 0 ? Loss.Create("softmax_focal", ("gamma", way.Gamma)).Apply(logits, labels) : each.Mean()).Backward();
        optimizer.Step();
    }
}

/// <summary>The accuracy of a training as a function of its work.</summary>
/// <param name="Path">The accuracy on judging rows (the mean recall of the classes), and the work until then.</param>
/// <param name="Budget">The budget of work.</param>
internal sealed record WorkDone(IReadOnlyList<(double Work, double Accuracy)> Path, double Budget)
{
    /// <summary>The proportion of the budget after which an accuracy is first reached; 1 if it never is.</summary>
    public double Until(double accuracy) => Path.Where(point => point.Accuracy >= accuracy).Select(point => Math.Min(1, point.Work / Budget)).DefaultIfEmpty(1).First();

    public bool Reaches(double accuracy) => Path.Any(point => point.Accuracy >= accuracy);

    public double Last => Path[^1].Accuracy;
}

/// <summary>A method that saves work.</summary>
internal sealed record SavingWay
{
    /// <summary>True if the method evaluates the rows of a batch before it learns.</summary>
    public bool Looks { get; init; }

    /// <summary>True if the method chooses rows by their losses when they were last learned from, without an evaluation.</summary>
    public bool IsRemembering { get; init; }

    /// <summary>The number of epochs after which the method learns from all rows once, so that remembered losses stay current.</summary>
    public int Refresh { get; init; } = 3;

    /// <summary>The proportion of a batch to keep.</summary>
    public double Share { get; init; } = 1;

    /// <summary>The focal loss's exponent; 0 for cross-entropy.</summary>
    public double Gamma { get; init; }

    /// <summary>Rows to which the focal loss gives a lower weight than this are left out; null for none.</summary>
    public double? Least { get; init; }
}
