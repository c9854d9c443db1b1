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

    // A search from where one on a sample of the rows has ended, with what that learnt of the curvature: a few steps are enough.
    private static readonly MinimizerOptions LargeOptions = Options with { DecreaseWindow = 2, DecreaseTolerance = 1e-8 };

    private readonly Candidate _candidate;
    private readonly TargetKind _kind;
    private readonly int _classes;
    private readonly OuterFold _fold;
    private readonly Loss _loss;
    private readonly OutputScale _outputScale;
    private readonly Solutions? _seeds;
    private readonly IReadOnlyDictionary<string, double[]>? _others;
    private readonly CancellationToken _cancellation;

    private LossTrainer(
        Candidate candidate, TargetColumn target, OuterFold fold, Solutions? seeds, IReadOnlyDictionary<string, double[]>? others, CancellationToken cancellation)
    {
        _candidate = candidate;
        _kind = target.Kind;
        _fold = fold;
        _loss = candidate.Create(fold.Scale);
        _outputScale = OutputScale.For(candidate.Entry, _kind, fold);
        _others = others;
        _cancellation = cancellation;
        _classes = target.Classes.Count;
        var sample = fold.Sample ?? fold.Split;
        var convex = _kind == TargetKind.MultiClass
            ? RowConvexityProbe.LooksConvex(_loss, _classes)
            : candidate.Inputs.Count == 0 && ConvexityProbe.LooksConvex(candidate, _loss, sample.TrainTarget, _outputScale);
        if (!convex) _seeds = seeds;
    }

    /// <param name="candidate">The loss.</param>
    /// <param name="target">What is predicted.</param>
    /// <param name="fold">The rows.</param>
    /// <param name="seeds">Where a loss with several minima starts a second time, or null.</param>
    /// <param name="cancellation">Asked before every evaluation.</param>
    /// <param name="others">The columns that further inputs may come from.</param>
    /// <param name="metric">What a tuned parameter is to make good; null where none is tuned.</param>
    public static TrainedFold Train(
        Candidate candidate,
        TargetColumn target,
        OuterFold fold,
        Solutions? seeds,
        CancellationToken cancellation,
        IReadOnlyDictionary<string, double[]>? others = null,
        Metric? metric = null)
    {
        if (candidate.Tuned is not { } tuned || metric is null) return new LossTrainer(candidate, target, fold, seeds, others, cancellation).Run();
        var value = Tuning.Best(tuned, at => new LossTrainer(candidate.At(at), target, fold, seeds, others, cancellation).InnerBadness(metric));
        return new LossTrainer(candidate.At(value), target, fold, seeds, others, cancellation).Run() with { Tuned = value };
    }

    /// <summary>One fit at a penalty that is known already, on fewer training rows.</summary>
    public static Predictions TrainAt(
        Candidate candidate, TargetColumn target, OuterFold fold, double l2, IReadOnlyDictionary<string, double[]>? others, CancellationToken cancellation)
    {
        var trainer = new LossTrainer(candidate, target, fold, null, others, cancellation);
        var problem = trainer.Problem(fold.Split, null);
        var best = problem.Minimize(l2, problem.Start, trainer.FinalOptions, cancellation);
        return trainer.Predictions(fold.Split, problem, best.Parameters);
    }

    private TrainedFold Run()
    {
        var (chosen, solutions, problems) = Inner();
        var final = Problem(_fold.Split, _seeds?.BySplit[^1][^1]);
        MinimizerResult best;
        var l2 = Grid[chosen];
        if (_fold.Sample is { } sample)
        {
            var path = Path(Problem(sample, _seeds?.BySplit[^1][^1]), _fold.Inner.Count, _candidate.IsDefault ? Grid.Length : chosen + 1, chosen);
            solutions.Add([.. path.Select(result => result.Parameters)]);

            // The penalty of a mean is worth less the more rows the mean is of.
            l2 *= _fold.SampleShare;
            best = final.Minimize(l2, path[chosen].Parameters, LargeOptions with { Inverse = path[chosen].Inverse }, _cancellation);
        }
        else
        {
            var finalPath = Path(final, _fold.Inner.Count, _candidate.IsDefault ? Grid.Length : chosen + 1, chosen);
            solutions.Add([.. finalPath.Select(result => result.Parameters)]);
            best = finalPath[chosen];
        }

        var predictions = Predictions(_fold.Split, final, best.Parameters);
        if (_kind == TargetKind.Binary) predictions = predictions.With(TunedThresholds.Best([.. problems.Select((problem, k) => Predictions(_fold.Inner[k], problem, solutions[k][chosen]))]));
        var finite = double.IsFinite(best.Value) && Array.TrueForAll(predictions.Score, double.IsFinite);
        return new TrainedFold(
            predictions,
            l2,
            [.. _candidate.Learned.Select((input, i) => input.Value(best.Parameters[_fold.Split.Columns + 1 + i]))],
            _loss.Parameters,
            Problem(best.Reason, finite),
            !best.Parameters.AsSpan(0, final.Weights).ContainsAnyExcept(0),
            new Solutions(solutions))
        {
            Losses = final.HeldOutTerms(best.Parameters),
            Weights = best.Parameters,
            OutputScale = _outputScale,
        };
    }

    /// <summary>The paths over the inner folds, and which penalty is best there by the loss itself.</summary>
    private (int Chosen, List<IReadOnlyList<double[]>> Solutions, List<IFitProblem> Problems) Inner()
    {
        var solutions = new List<IReadOnlyList<double[]>>();
        var problems = new List<IFitProblem>();
        var heldOut = new double[Grid.Length];
        for (var k = 0; k < _fold.Inner.Count; k++)
        {
            var split = _fold.Inner[k];
            var problem = Problem(split, _seeds?.BySplit[k][^1]);
            var path = Path(problem, k, Grid.Length, -1);
            for (var i = 0; i < Grid.Length; i++) heldOut[i] += split.TestTarget.Length * problem.HeldOut(path[i].Parameters);
            solutions.Add([.. path.Select(result => result.Parameters)]);
            problems.Add(problem);
        }

        return (Choose(heldOut), solutions, problems);
    }

    /// <summary>How bad the metric is on the inner folds, averaged over their rows; infinite where it is not defined.</summary>
    private double InnerBadness(Metric metric)
    {
        var (chosen, solutions, problems) = Inner();
        var (sum, rows) = (0.0, 0);
        for (var k = 0; k < problems.Count; k++)
        {
            var split = _fold.Inner[k];
            if (metric.Compute(Predictions(split, problems[k], solutions[k][chosen])) is not { } value) return double.PositiveInfinity;
            sum += split.TestTarget.Length * metric.Badness(value);
            rows += split.TestTarget.Length;
        }

        return sum / rows;
    }

    private Predictions Predictions(Split split, IFitProblem problem, double[] parameters)
    {
        var raw = Array.ConvertAll(problem.TestOutput(parameters), output => _outputScale.Offset + (_outputScale.Factor * output));
        return _candidate.Entry.IsText && _kind == TargetKind.Binary
            ? TextLink.Apply(_loss, FitProblem.Inputs(_candidate, _others, split.TestRows), split.TestTarget, raw)
            : InverseLink.Apply(_candidate, _kind, split.TestTarget, raw);
    }

    private IFitProblem Problem(Split split, double[]? otherWeights) => _kind == TargetKind.MultiClass
        ? new RowFitProblem(_loss, split, _classes, otherWeights)
        : new FitProblem(_candidate, _loss, split, _outputScale, otherWeights, _others);

    /// <summary>Why the fit is not to be relied on, or null.</summary>
    private Both? Problem(StopReason reason, bool finite) => reason switch
    {
        StopReason.MaximumIterations => new($"the search was still going after {FinalOptions.MaximumIterations} steps", $"搜索 {FinalOptions.MaximumIterations} 步后仍未结束"),
        StopReason.NotFiniteAtStart => new("the loss is not finite at the constant prediction", "损失在常数预测处不是有限值"),
        StopReason.Unbounded => new("the loss falls without end", "损失无止境地下降"),
        _ => finite ? null : new Both("predictions are not finite", "预测值不是有限值"),
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
