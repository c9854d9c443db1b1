using Minima.Analysis;

namespace Minima.Trees;

/// <summary>A loss of one learned number per row, from the catalogue or from a formula as text.</summary>
internal sealed class PointObjective : IBoostObjective
{
    [ThreadStatic]
    private static double[][]? _buffers;

    private readonly Loss _loss;
    private readonly LossAnalysis _analysis;

    /// <summary>The analysis within the ranges of the table's targets and further columns.</summary>
    private readonly Lazy<LossAnalysis> _onTable;

    private readonly (string Name, double[] Values)[] _inputs;
    private readonly double[]? _weight;
    private readonly Collective _ranks;
    private readonly bool _hasTarget;
    private readonly double _level;

    public PointObjective(Loss loss, TreeData data, Curvature? curvature, Collective ranks, double? window = null)
    {
        (_loss, _analysis, Targets, _weight, _ranks) = (loss, LossAnalysis.Of(loss), data.Target, data.Weight, ranks);
        _inputs = [.. data.Inputs.Select(input => (input.Key, input.Value))];
        string[] learned = [.. loss.Entry.LearnedBeside(data.Inputs.Keys)];
        if (!loss.Entry.IsText && learned.Length > 0) throw new BoostException($"{loss.Entry.Key}: it learns {string.Join(", ", learned)} in addition to the prediction, and trees are boosted for one number a row or for classes; give the values as a column, or take another loss.");
        _hasTarget = loss.Entry.Inputs.ElementAtOrDefault(loss.Entry.TargetIndex) is { } target && !data.Inputs.ContainsKey(target.Name);
        _onTable = new(() => OnTable(data), isThreadSafe: false);
        var policy = PointPolicy.Of(_analysis, curvature, () => _onTable.Value);
        (Map, Answer, Curvature, CurvatureReason, _level) = (policy.Map, policy.Answer, policy.Curvature, policy.Reason, policy.Level);
        if (window > 0 && Map != ScoreMap.Identity) throw new BoostException($"{loss.Entry.Key}: a window is measured in residuals, and its predictions are {Map} of the score; leave it out.");
        Window = window ?? (IsKnownNotConvex() ? PointPolicy.Window : 0);
        if (Window > 0)
        {
            Windowed = new(this) { Chosen = window };
            var half = Window.ToString("G6", System.Globalization.CultureInfo.InvariantCulture);
            CurvatureReason = window is null
                ? $"{CurvatureReason}; splits average the gradient over a window of {half} usual residuals to both sides, because the loss is not convex"
                : $"{CurvatureReason}; splits average the gradient over a window of {half} usual residuals to both sides, chosen by the caller";
        }

        IsConvex = Map == ScoreMap.Identity && (Holds(Trait.Convex) || (Window == 0 && _onTable.Value[Trait.Convex] is { Holds: true }));

        // A C2 function of the residual that is homogeneous of degree 2 is a multiple of its square.
        IsParabola = Map == ScoreMap.Identity && Holds(Trait.TranslationInvariant) && Holds(Trait.ContinuousCurvature) && _analysis[Trait.Homogeneous] is { Holds: true, Constant.Value: 2 };
        HasLogLink = Map == ScoreMap.Exp || (Map == ScoreMap.Identity && IsConvex && !Holds(Trait.TranslationInvariant) && (_analysis.Link.Name == PredictionLink.Log || IsLogWithoutNegativeTargets(data)));
        Bends = Map == ScoreMap.Identity ? [.. _analysis.Kinks.SelectMany(Places).Distinct()] : [];
    }

    /// <summary>From raw scores to the loss's predictions.</summary>
    public ScoreMap Map { get; }

    /// <summary>From predictions to their meaning.</summary>
    public ScoreMap Answer { get; }

    public int Outputs => 1;

    public bool IsParabola { get; }

    /// <summary>True if the score is the logarithm of a mean, as of counts and amounts, at least for the targets of the table.</summary>
    public bool HasLogLink { get; }

    public bool IsConvex { get; }

    public IReadOnlyList<(double Factor, double Offset)> Bends { get; }

    /// <summary>False with further columns: an analysis treats them as learned numbers, so that the search begins at the median target.</summary>
    public bool GuessIsBest => _inputs.Length == 0;

    public double[] Targets { get; }

    public Curvature Curvature { get; }

    /// <summary>Half the width of the window over which splits average gradients, in sizes of usual residuals; 0 if they see the gradient itself.</summary>
    public double Window { get; }

    /// <summary>The loss as splits see it through a window; null if they see the gradient itself.</summary>
    public WindowedObjective? Windowed { get; }

    /// <summary>With <see cref="Curvature.Weight"/>: the size of usual residuals, and the least divisor of gradients. If it is null, each block of rows finds its own, and results depend on the order of the rows.</summary>
    public double? ResidualSize { get; set; }

    public string CurvatureReason { get; }

    /// <summary>The step with a log link: about a half at small rates, the whole at rate 1. The best value of a leaf of few events is much less certain than that of a parabola (decision 77).</summary>
    public double StepShare(double rate) => HasLogLink ? (1 + rate) / 2 : 1;

    public double[] Guess(double[] targets, double[]? weights, bool areAll)
    {
        var score = Map.Inverse(GuessIsBest ? _analysis.OptimalConstant(targets, weights ?? []).Value : targets.Order().ElementAt(targets.Length / 2));

        // With further columns the target may be in another unit than the prediction; the search over all rows continues from here.
        if (!GuessIsBest && !double.IsFinite(score)) return [0];
        if (double.IsFinite(score)) return [score];
        if (!areAll)
        {
            // A sample may lack a rare class: the least and the largest target of all rows are added.
            (targets, weights) = ([.. targets, -_ranks.Max(-Targets.Min()), _ranks.Max(Targets.Max())], weights is null ? null : [.. weights, 1, 1]);
            return Guess(targets, weights, areAll: true);
        }

        var only = targets.Where((_, i) => weights is null || weights[i] > 0).Distinct().Take(2).ToArray();
        throw only.Length == 1
            ? new BoostException($"{_loss.Entry.Key}: every target is {only[0]:R}, and the loss falls without end towards it, so that no finite constant is best; give rows with other targets too.")
            : new BoostException($"{_loss.Entry.Key}: the loss falls without end on these targets, so that no finite constant is best and boosting has nowhere to begin; take a loss that is lowest at a finite prediction.");
    }

    /// <summary>The exception for a loss whose sum over the rows falls without end because of its further columns.</summary>
    public BoostException NoBestConstant() =>
        new($"{_loss.Entry.Key}: the sum of the loss over the rows falls without end as predictions grow or shrink, so that no finite constant is best and boosting has nowhere to begin. Look for values below 0 in {string.Join(", ", _inputs.Select(input => $"'{input.Name}'"))}, or take a loss that is lowest at a finite prediction.");

    public void Evaluate(in RowBlock rows, ReadOnlySpan<double> scores, int output, Curvature curvature, Span<double> values, Span<double> slopes, Span<double> curvatures)
    {
        var buffers = _buffers ??= [.. Enumerable.Range(0, 5).Select(_ => new double[RowBlock.Most])];
        var prediction = scores;
        if (Map != ScoreMap.Identity)
        {
            var mapped = buffers[0].AsSpan(0, rows.Count);
            for (var i = 0; i < mapped.Length; i++) mapped[i] = Map.Of(scores[i]);
            prediction = mapped;
        }

        var batch = new LossBatch<double> { Prediction = prediction, Reduction = Reduction.Sum, Curvature = curvature == Curvature.Bound ? Curvature.Constant : curvature == Curvature.Weight && ResidualSize is not null ? Curvature.GaussNewton : curvature, Threads = 1, Terms = values, Gradient = slopes, Hessian = curvatures };
        if (_hasTarget) batch.Target = rows.Of(Targets, buffers[1]);
        if (_weight is not null) batch.SampleWeight = rows.Of(_weight, buffers[2]);
        for (var i = 0; i < _inputs.Length; i++) batch[_inputs[i].Name] = new LossInput<double> { Values = rows.Of(_inputs[i].Values, buffers[3 + i]) };
        _loss.Evaluate(batch);
        if (curvature == Curvature.Bound)
        {
            foreach (ref var bend in curvatures[..rows.Count]) bend *= _level;
        }

        if (curvature == Curvature.Weight && ResidualSize is { } usual)
        {
            var targets = rows.Of(Targets, buffers[1]);
            for (var i = 0; i < rows.Count; i++) curvatures[i] = CurvatureWeight.Of(Math.Abs(prediction[i] - targets[i]), Math.Abs(slopes[i]), curvatures[i], usual);
        }

        if (Map == ScoreMap.Identity) return;
        for (var i = 0; i < rows.Count; i++)
        {
            var (first, second) = Map.Derivatives(prediction[i]);
            if (curvature != Curvature.Constant) curvatures[i] = curvatures[i] * first * first + slopes[i] * second;
            slopes[i] *= first;
        }
    }

    /// <summary>The domains of the loss's inputs within the table: those of an interval target and of further columns end at their least and largest cell. Null for other inputs.</summary>
    private static Domain?[] Ranges(Loss loss, TreeData data, Collective ranks) =>
    [
        .. loss.Entry.Inputs.Select((input, i) =>
            (data.Inputs.TryGetValue(input.Name, out var cells) ? cells : i == loss.Entry.TargetIndex && loss.DomainOf(i).Kind == DomainKind.Interval ? data.Target : null) is { } values
                ? Domain.Between(-ranks.Max(-values.Min()), ranks.Max(values.Max()))
                : (Domain?)null),
    ];

    /// <summary>The analysis within the ranges of the table, or the general one if the table narrows no input that the loss's shape depends on.</summary>
    private LossAnalysis OnTable(TreeData data)
    {
        var ranges = Ranges(_loss, data, _ranks);
        return Array.TrueForAll(ranges, range => range is null) || (_inputs.Length == 0 && Holds(Trait.TranslationInvariant)) ? _analysis : LossAnalysis.Within(_loss, ranges);
    }

    /// <summary>True for a function of the residual that is proved not to be convex, also within the ranges of the table's further columns.</summary>
    private bool IsKnownNotConvex() =>
        Map == ScoreMap.Identity && Holds(Trait.TranslationInvariant) && _analysis[Trait.Convex] is { Verdict: TraitVerdict.Refuted }
        && (_inputs.Length == 0 || _onTable.Value[Trait.Convex] is { Verdict: TraitVerdict.Refuted });

    /// <summary>True if no target of the table is below 0, and a loss of such targets has a log link. A formula as text declares no domain of targets.</summary>
    private bool IsLogWithoutNegativeTargets(TreeData data)
    {
        if (!_hasTarget || _loss.DomainOf(_loss.Entry.TargetIndex).Low >= 0 || _ranks.Max(-Targets.Min()) > 0) return false;
        var domains = Ranges(_loss, data, _ranks);
        domains[_loss.Entry.TargetIndex] = Domain.NonNegative;
        return LossAnalysis.Within(_loss, domains).Link.Name == PredictionLink.Log;
    }

    private bool Holds(Trait trait) => _analysis[trait] is { Holds: true };

    private static IEnumerable<(double Factor, double Offset)> Places(Kink kink)
    {
        var at = kink.At.Value;
        double[] signs = kink.OnBothSides && at != 0 ? [at, -at] : [at];
        return signs.Select(place => kink.Place switch
        {
            KinkPlace.Residual => (1.0, place),
            KinkPlace.Ratio or KinkPlace.Margin => (place, 0.0),
            KinkPlace.PredictionAtTarget => (1.0, 0.0),
            _ => (0.0, place),
        });
    }
}
