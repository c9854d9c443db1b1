namespace Minima.Tabular;

/// <summary>
/// Trains the linear model with one loss on one outer fold. The held-out mean of the same loss over inner folds chooses l2, relative to the
/// curvature of the loss; then the model is trained once on all training rows. No state is shared with other losses, so that losses may be trained in
/// parallel.
/// </summary>
internal sealed class LossTrainer
{
    // Metrics are shown to four digits, which the last digits of the minimum do not affect.
    private static readonly MinimizerOptions Options = new()
    {
        MaximumIterations = 2000,
        GradientTolerance = 1e-7,
        DecreaseTolerance = 1e-7,
    };

    // With kinks the last digits take most of the time: without a penalty and with many columns a search is a long walk along edges.
    private static readonly MinimizerOptions BentPointOptions = Options with { MaximumIterations = 8000, DecreaseTolerance = 1e-6 };

    // A model with a score for each class has many parameters, and with kinks the last digits take most of the time. There the paths
    // only need to rank penalties a factor of ten apart and to provide starts; the fit that is compared runs longer.
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

    // Continues from the end of a search on a sample of the rows, with its inverse Hessian: a few steps are enough.
    private static readonly MinimizerOptions LargeOptions = Options with { DecreaseWindow = 2, DecreaseTolerance = 1e-8 };

    private readonly Candidate _candidate;
    private readonly TargetKind _kind;
    private readonly int _classes;
    private readonly OuterFold _fold;
    private readonly Loss _loss;
    private readonly OutputScale _outputScale;
    private readonly Solutions? _seeds;
    private readonly IReadOnlyDictionary<string, double[]>? _others;
    private readonly double _curvature;
    private readonly HeadStart? _start;
    private readonly double[]? _held;
    private readonly CancellationToken _cancellation;

    private LossTrainer(
        Candidate candidate, TargetColumn target, OuterFold fold, Solutions? seeds, IReadOnlyDictionary<string, double[]>? others, CancellationToken cancellation)
    {
        _candidate = candidate;
        _kind = target.Kind;
        _fold = fold;
        _loss = candidate.LearnsParameters
            ? candidate.At(DensityParameters.Fit(candidate, fold.Reference!, fold.Scale, cancellation)).Create(fold.Scale)
            : candidate.Create(fold.Scale);
        _outputScale = candidate.Batch is null ? fold.ScaleOf(candidate.Entry, _kind) : new(0, 1);
        _others = others;
        _cancellation = cancellation;
        _classes = target.Classes.Count;
        if (candidate.Heads is { } heads)
        {
            _curvature = 1;
            _outputScale = new(0, 1);
            _start = HeadStart.Of(heads, _loss, (fold.Sample ?? fold.Split).TrainTarget, cancellation);
            return;
        }

        if (candidate.Batch is { } plan)
        {
            _curvature = new BatchFitProblem(candidate, _loss, fold.Sample ?? fold.Split, null, cancellation).Curvature;
            if (plan.Reading is OutputReading.Score or OutputReading.Logit or OutputReading.Largest or OutputReading.Softmax) _seeds = seeds;
            return;
        }

        if (_kind == TargetKind.MultiClass)
        {
            _curvature = LossCurvature.Of(_loss, Array.ConvertAll((fold.Sample ?? fold.Split).TrainTarget, value => (int)value), _classes);
            if (!RowConvexityProbe.LooksConvex(_loss, _classes)) _seeds = seeds;
            return;
        }

        var reference = PenaltyReference.Of(candidate, _loss, _kind, fold, _outputScale, others, cancellation);
        _curvature = reference.Curvature;
        if (reference.LearnedScaleOnly) _held = reference.Theta;
        var convex = candidate.Inputs.Count == 0 && ConvexityProbe.LooksConvex(candidate, _loss, (fold.Sample ?? fold.Split).TrainTarget, _outputScale);
        if (!convex && _held is null) _seeds = seeds;
    }

    /// <param name="candidate">The loss.</param>
    /// <param name="target">The target.</param>
    /// <param name="fold">The rows.</param>
    /// <param name="seeds">The second starts of a loss with several minima, or null.</param>
    /// <param name="cancellation">Checked before every evaluation.</param>
    /// <param name="others">The columns that further inputs may come from.</param>
    /// <param name="metric">The metric for which a parameter is tuned; null if none is tuned.</param>
    public static TrainedFold Train(
        Candidate candidate,
        TargetColumn target,
        OuterFold fold,
        Solutions? seeds,
        CancellationToken cancellation,
        IReadOnlyDictionary<string, double[]>? others = null,
        TableMetric? metric = null)
    {
        if (candidate.Tuned is not { } tuned || metric is null) return new LossTrainer(candidate, target, fold, seeds, others, cancellation).Run();
        var value = Tuning.Best(tuned, at => new LossTrainer(candidate.At(at), target, fold, seeds, others, cancellation).InnerBadness(metric));
        return new LossTrainer(candidate.At(value), target, fold, seeds, others, cancellation).Run() with { Tuned = value };
    }

    /// <summary>
    /// The fold of a loss whose gradient equals that of another one up to a factor: the other's model, with this loss's learned inputs and
    /// its own mean.
    /// </summary>
    public static TrainedFold Adopt(
        Candidate candidate, TargetColumn target, OuterFold fold, TrainedFold model, IReadOnlyDictionary<string, double[]>? others, CancellationToken cancellation)
    {
        var trainer = new LossTrainer(candidate, target, fold, null, others, cancellation);
        return trainer.Finish(trainer.Problem(fold.Split), model.Weights[..(fold.Split.Columns + 1)], model.L2, model.Solutions) with
        {
            Predictions = model.Predictions,
            Problem = model.Problem,
            PenaltyAtLimit = model.PenaltyAtLimit,
        };
    }

    /// <summary>One fit at a known penalty, on fewer training rows.</summary>
    public static Predictions TrainAt(
        Candidate candidate, TargetColumn target, OuterFold fold, double l2, IReadOnlyDictionary<string, double[]>? others, CancellationToken cancellation)
    {
        var trainer = new LossTrainer(candidate, target, fold, null, others, cancellation);
        var problem = trainer.Problem(fold.Split);
        var best = problem.Minimize(l2, problem.Start, trainer.FinalOptions, cancellation);
        return trainer.Predictions(fold.Split, problem, best.Parameters);
    }

    private TrainedFold Run()
    {
        var (grid, chosen, solutions, problems) = Inner();
        var final = Problem(_fold.Split);
        MinimizerResult best;
        var l2 = grid[chosen];
        double[] along = [.. grid.Take(_candidate.IsDefault ? grid.Count : chosen + 1)];
        var path = Path(_fold.Sample is { } sample ? Problem(sample) : final, _fold.Inner.Count, along, chosen);
        solutions.Add([.. path.Select((result, i) => (along[i], result.Parameters))]);
        if (_fold.Sample is null)
        {
            best = path[chosen];
        }
        else
        {
            // Relative to a mean loss, the penalty weakens with the number of rows.
            l2 *= _fold.SampleShare;
            best = final.Minimize(l2, path[chosen].Parameters, LargeOptions with { Inverse = path[chosen].Inverse }, _cancellation);
        }

        var trained = Finish(final, best.Parameters, l2, new Solutions(solutions));
        if (_kind == TargetKind.Binary)
        {
            Predictions[] heldOut = [.. problems.Select((problem, k) => Predictions(_fold.Inner[k], problem, solutions[k][chosen].Weights))];
            trained = trained with { Predictions = _candidate.Batch is { Count: > 1 } ? WithThresholds(trained.Predictions, heldOut) : trained.Predictions.With(RankedScores.Of(heldOut, _fold.Rate, Fitted)) };
        }

        if (_kind == TargetKind.MultiClass)
        {
            var tuned = TunedClasses.Best([.. problems.Select((problem, k) => Predictions(_fold.Inner[k], problem, solutions[k][chosen].Weights))]);
            trained = trained with { Predictions = trained.Predictions.With(tuned) };
        }

        var finite = double.IsFinite(best.Value) && Array.TrueForAll(trained.Predictions.Score, double.IsFinite);
        return trained with { Problem = Problem(best.Reason, finite), PenaltyAtLimit = PenaltyGrid.IsAtLimit(grid[chosen]) };

        Predictions Fitted()
        {
            var rows = _fold.Split.OnTrainingRows();
            return Predictions(rows, Problem(rows), best.Parameters);
        }
    }

    /// <summary>The predictions of several labels, each with the scores of rows not used in the fit.</summary>
    private Predictions WithThresholds(Predictions labels, Predictions[] heldOut)
    {
        var targets = _candidate.Facts!.Targets!;
        return Tabular.Predictions.OfLabels([.. labels.Labels.Select((label, k) => label.With(RankedScores.Of(
            [.. heldOut.Select(part => part.Labels[k])], _fold.Rate is null ? null : _fold.Split.TrainRows.Average(row => targets[k][row]))))]);
    }

    /// <summary>A trained model with its results.</summary>
    private TrainedFold Finish(IFitProblem final, double[] parameters, double l2, Solutions solutions)
    {
        // Learned inputs that do not affect the weights were held during the search; they are fitted now.
        if (parameters.Length == _fold.Split.Columns + 1 && _candidate.Learned.Count > 0 && final is FitProblem problem)
            parameters = [.. parameters, .. problem.Refit(parameters, _candidate.Learned.Count, _cancellation)];
        return new TrainedFold(
            Predictions(_fold.Split, final, parameters),
            l2,
            [.. _candidate.Learned.Select((input, i) => input.Value(parameters[parameters.Length - _candidate.Learned.Count + i]))],
            final is BatchFitProblem batch ? batch.LossAt(parameters).Parameters : final is HeadFitProblem heads ? heads.LossAt(parameters).Parameters : _loss.Parameters,
            null,
            !parameters.AsSpan(0, final.Weights).ContainsAnyExcept(0),
            solutions)
        {
            Losses = final.HeldOutTerms(parameters),
            Weights = _candidate.Batch is { Outputs: > 0 } plan ? JointWeights.Of(plan, _fold.Split, BatchPredictions.Targets(_candidate, _fold.Split.TrainRows), parameters) : final is HeadFitProblem plain ? [.. plain.Coefficients(parameters), .. parameters[^_candidate.Heads!.Constants.Count..]] : parameters,
            OutputScale = _outputScale,
            Survival = final is BatchFitProblem times && _candidate.Facts?.Events is not null ? BatchPredictions.Basis(_candidate, times, _fold.Split, parameters) : null,
        };
    }

    /// <summary>The paths over the inner folds, and the penalty that is best there by the loss itself; the grid is extended until it lies inside.</summary>
    private (IReadOnlyList<double> Grid, int Chosen, List<IReadOnlyList<(double L2, double[] Weights)>> Solutions, List<IFitProblem> Problems) Inner()
    {
        var grid = new PenaltyGrid();
        var problems = _fold.Inner.Select(Problem).ToList();
        var paths = problems.Select((problem, k) => Path(problem, k, grid.Values, -1)).ToList();
        var heldOut = Enumerable.Range(0, grid.Values.Count).Select(HeldOut).ToList();
        int chosen;
        while (true)
        {
            chosen = PenaltyGrid.Best(heldOut);
            if (grid.Widen(chosen) is not { } added) break;
            var place = Enumerable.Range(0, grid.Values.Count).First(i => grid.Values[i].Equals(added));
            for (var k = 0; k < problems.Count; k++)
            {
                var start = place == 0 ? problems[k].Start : paths[k][place - 1].Parameters;
                paths[k].Insert(place, Fit(problems[k], k, added, Array.TrueForAll(start, double.IsFinite) ? start : problems[k].Start, PathOptions));
            }

            heldOut.Insert(place, HeldOut(place));
        }

        return (grid.Values, chosen, [.. paths.Select(path => (IReadOnlyList<(double, double[])>)[.. path.Select((result, i) => (grid.Values[i], result.Parameters))])], problems);

        double HeldOut(int place)
        {
            var sum = 0.0;
            for (var k = 0; k < problems.Count; k++) sum += _fold.Inner[k].TestTarget.Length * problems[k].HeldOut(paths[k][place].Parameters);
            return sum;
        }
    }

    /// <summary>The badness of the metric on the inner folds, averaged over their rows; infinite if it is not defined.</summary>
    private double InnerBadness(TableMetric metric)
    {
        var (_, chosen, solutions, problems) = Inner();
        var (sum, rows) = (0.0, 0);
        for (var k = 0; k < problems.Count; k++)
        {
            var split = _fold.Inner[k];
            if (metric.Compute(Predictions(split, problems[k], solutions[k][chosen].Weights)) is not { } value) return double.PositiveInfinity;
            sum += split.TestTarget.Length * metric.Badness(value);
            rows += split.TestTarget.Length;
        }

        return sum / rows;
    }

    private Predictions Predictions(Split split, IFitProblem problem, double[] parameters)
    {
        if (problem is HeadFitProblem heads) return HeadPredictions.Of(_candidate.Heads!, heads, split, parameters, _cancellation).At(split.TestRows);
        if (problem is BatchFitProblem batch) return BatchPredictions.Of(_candidate, batch, split, parameters).At(split.TestRows);
        var raw = Array.ConvertAll(problem.TestOutput(parameters), output => _outputScale.Offset + (_outputScale.Factor * output));
        var predictions = _candidate.Entry.IsText && _kind == TargetKind.Binary
            ? TextLink.Apply(_loss, FitProblem.Inputs(_candidate, _others, split.TestRows), split.TestTarget, raw)
            : InverseLink.Apply(_candidate, _kind, split.TestTarget, raw);
        if (_candidate.Facts is { Queries: not null } facts) predictions = Tabular.Predictions.OfLists(predictions.Target, predictions.Score, facts.QueriesOf(split.TestRows));
        return predictions.At(split.TestRows);
    }

    private IFitProblem Problem(Split split) => _start is not null ? new HeadFitProblem(_candidate.Heads!, _loss, split, _start) : _candidate.Batch is not null ? new BatchFitProblem(_candidate, _loss, split, _curvature, _cancellation) : _kind == TargetKind.MultiClass
        ? new RowFitProblem(_loss, split, _classes, _curvature)
        : new FitProblem(_candidate, _loss, split, _outputScale, _curvature, _held, _others);

    /// <summary>The reason that the fit is unreliable, or null.</summary>
    private Localized? Problem(StopReason reason, bool finite) => reason switch
    {
        StopReason.MaximumIterations => new($"the search was still going after {FinalOptions.MaximumIterations} steps", $"搜索 {FinalOptions.MaximumIterations} 步后仍未结束"),
        StopReason.NotFiniteAtStart => new("the loss is not finite at the constant prediction", "损失在常数预测处不是有限值"),
        StopReason.Unbounded => new("the loss falls without end", "损失无止境地下降"),
        _ => finite ? null : new Localized("predictions are not finite", "预测值不是有限值"),
    };

    /// <summary>The options of the fits that are compared.</summary>
    private MinimizerOptions FinalOptions => _kind != TargetKind.MultiClass ? (IsBent ? BentPointOptions : Options) : IsBent ? BentOptions : SmoothRowOptions;

    private MinimizerOptions PathOptions => _kind == TargetKind.MultiClass && IsBent ? BentPathOptions : FinalOptions;

    private bool IsBent => _candidate.Entry.Kinks.Length > 0;

    /// <summary>One fit for each l2 from the largest, each starting from the solution before; that of index <paramref name="final"/> is to be compared.</summary>
    private List<MinimizerResult> Path(IFitProblem problem, int split, IReadOnlyList<double> penalties, int final)
    {
        var path = new List<MinimizerResult>();
        var start = problem.Start;
        for (var i = 0; i < penalties.Count; i++)
        {
            var result = Fit(problem, split, penalties[i], start, i == final ? FinalOptions : PathOptions);
            path.Add(result);
            if (Array.TrueForAll(result.Parameters, double.IsFinite)) start = result.Parameters;
        }

        return path;
    }

    /// <summary>One fit, and a second one from the default's weights if the loss may have several minima: the better of the two.</summary>
    private MinimizerResult Fit(IFitProblem problem, int split, double l2, double[] start, MinimizerOptions options)
    {
        var result = problem.Minimize(l2, start, options, _cancellation);
        if (_seeds is null) return result;
        var second = problem.Minimize(l2, problem.StartFrom(_seeds.Near(split, l2)), options, _cancellation);
        return second.Value < result.Value || !double.IsFinite(result.Value) ? second : result;
    }
}
