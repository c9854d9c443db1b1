namespace Minima.Cli.Compare;

/// <summary>
/// Trains the linear model with one loss on one outer fold: l2 by the held-out mean of the same loss over inner folds, then once on
/// all training rows. It touches nothing that another loss uses, so that losses may be trained side by side.
/// </summary>
internal sealed class LossTrainer
{
    /// <summary>Largest first: each fit starts where the one before ended.</summary>
    public static readonly double[] Grid = [1, 1e-1, 1e-2, 1e-3, 1e-4];

    // Metrics are shown to four digits; the last digits of the minimum do not reach them.
    private static readonly MinimizerOptions Options = new()
    {
        MaximumIterations = 2000,
        GradientTolerance = 1e-7,
        DecreaseTolerance = 1e-7,
    };

    // A model with a score for each class has many parameters, and on bends the last digits take most of the time. There the paths
    // need to be good enough to rank penalties that are ten times apart and to start from; the fit that is compared is searched longer.
    private static readonly MinimizerOptions BentPathOptions = new()
    {
        MaximumIterations = 2000,
        GradientTolerance = 1e-4,
        DecreaseTolerance = 5e-4,
        Memory = 20,
    };

    private static readonly MinimizerOptions BentOptions = new()
    {
        MaximumIterations = 5000,
        GradientTolerance = 1e-7,
        DecreaseTolerance = 3e-6,
        Memory = 20,
    };

    private static readonly MinimizerOptions SmoothRowOptions = Options with { DecreaseTolerance = 1e-6, Memory = 20 };

    private readonly Candidate _candidate;
    private readonly TargetKind _kind;
    private readonly int _classes;
    private readonly OuterFold _fold;
    private readonly Loss _loss;
    private readonly OutputScale _outputScale;
    private readonly Solutions? _seeds;
    private readonly CancellationToken _cancellation;

    private LossTrainer(Candidate candidate, TargetKind kind, int classes, OuterFold fold, Solutions? seeds, CancellationToken cancellation)
    {
        _candidate = candidate;
        _kind = kind;
        _fold = fold;
        _loss = candidate.Create(fold.Scale);
        _outputScale = OutputScale.For(candidate.Entry, kind, fold);
        _cancellation = cancellation;
        _classes = classes;
        var convex = kind == TargetKind.MultiClass
            ? RowConvexityProbe.LooksConvex(_loss, classes)
            : ConvexityProbe.LooksConvex(candidate, _loss, fold.Split.TrainTarget, _outputScale);
        if (!convex) _seeds = seeds;
    }

    /// <param name="candidate">The loss.</param>
    /// <param name="target">What is predicted.</param>
    /// <param name="fold">The rows.</param>
    /// <param name="seeds">Where a loss with several minima starts a second time, or null.</param>
    /// <param name="cancellation">Asked before every evaluation.</param>
    public static TrainedFold Train(
        Candidate candidate, TargetColumn target, OuterFold fold, Solutions? seeds, CancellationToken cancellation) =>
        new LossTrainer(candidate, target.Kind, target.Classes.Count, fold, seeds, cancellation).Run();

    private TrainedFold Run()
    {
        var solutions = new List<IReadOnlyList<double[]>>();
        var heldOut = new double[Grid.Length];
        for (var k = 0; k < _fold.Inner.Count; k++)
        {
            var split = _fold.Inner[k];
            var problem = Problem(split, _seeds?.BySplit[k][^1]);
            var path = Path(problem, k, Grid.Length, -1);
            for (var i = 0; i < Grid.Length; i++) heldOut[i] += split.TestTarget.Length * problem.HeldOut(path[i].Parameters);
            solutions.Add([.. path.Select(result => result.Parameters)]);
        }

        var chosen = Choose(heldOut);
        var final = Problem(_fold.Split, _seeds?.BySplit[^1][^1]);
        var finalPath = Path(final, _fold.Inner.Count, _candidate.IsDefault ? Grid.Length : chosen + 1, chosen);
        solutions.Add([.. finalPath.Select(result => result.Parameters)]);
        var best = finalPath[chosen];
        var raw = Array.ConvertAll(
            final.TestOutput(best.Parameters), output => _outputScale.Offset + (_outputScale.Factor * output));
        var finite = double.IsFinite(best.Value) && Array.TrueForAll(raw, double.IsFinite);
        return new TrainedFold(
            InverseLink.Apply(_candidate, _kind, _fold.Split.TestTarget, raw),
            Grid[chosen],
            [.. _candidate.Learned.Select((input, i) => input.Value(best.Parameters[_fold.Split.Columns + 1 + i]))],
            _loss.Parameters,
            Problem(best.Reason, finite),
            !best.Parameters.AsSpan(0, final.Weights).ContainsAnyExcept(0),
            new Solutions(solutions));
    }

    private IFitProblem Problem(Split split, double[]? otherWeights) => _kind == TargetKind.MultiClass
        ? new RowFitProblem(_loss, split, _classes, otherWeights)
        : new FitProblem(_candidate, _loss, split, _outputScale, otherWeights);

    /// <summary>Why the fit is not to be relied on, or null.</summary>
    private string? Problem(StopReason reason, bool finite) => reason switch
    {
        StopReason.MaximumIterations => FormattableString.Invariant($"the search was still going after {FinalOptions.MaximumIterations} steps"),
        StopReason.NotFiniteAtStart => "the loss is not finite at the constant prediction",
        StopReason.Unbounded => "the loss falls without end",
        _ => finite ? null : "predictions are not finite",
    };

    /// <summary>The index of the lowest held-out mean; of equal ones the larger l2, which is the simpler model.</summary>
    private static int Choose(double[] heldOut)
    {
        var best = 0;
        for (var i = 1; i < heldOut.Length; i++)
        {
            var margin = 1e-9 * Math.Abs(heldOut[best]);
            if (heldOut[i] < heldOut[best] - margin || (!double.IsFinite(heldOut[best]) && double.IsFinite(heldOut[i]))) best = i;
        }

        return best;
    }

    /// <summary>The options of the fits that are compared.</summary>
    private MinimizerOptions FinalOptions => _kind != TargetKind.MultiClass ? Options : IsBent ? BentOptions : SmoothRowOptions;

    private MinimizerOptions PathOptions => _kind == TargetKind.MultiClass && IsBent ? BentPathOptions : FinalOptions;

    private bool IsBent => _candidate.Entry.Kinks.Length > 0;

    /// <summary>One fit for each l2 from the largest, each from where the one before ended; that of index <paramref name="final"/> is to be compared.</summary>
    private List<MinimizerResult> Path(IFitProblem problem, int split, int length, int final)
    {
        var path = new List<MinimizerResult>();
        var start = problem.Start;
        for (var i = 0; i < length; i++)
        {
            var options = i == final ? FinalOptions : PathOptions;
            var result = problem.Minimize(Grid[i], start, options, _cancellation);
            if (_seeds is not null)
            {
                var second = problem.Minimize(Grid[i], problem.StartFrom(_seeds.BySplit[split][i]), options, _cancellation);
                if (second.Value < result.Value || !double.IsFinite(result.Value)) result = second;
            }

            path.Add(result);
            if (Array.TrueForAll(result.Parameters, double.IsFinite)) start = result.Parameters;
        }

        return path;
    }
}
