using Minima.Trees;

namespace Minima.Tabular;

/// <summary>Boosts trees with a loss on one outer fold: depth and rounds by the held-out mean of the same loss over the inner folds, then once on all training rows.</summary>
/// <param name="data">The table: cells are unchanged, missing ones stay missing and texts stay texts.</param>
/// <param name="seed">The seed of the booster, the same for every loss.</param>
/// <param name="depths">The depths to choose among; null for <see cref="Depths"/>.</param>
internal sealed class TreeTrainer(ComparisonData data, ulong seed, IReadOnlyList<int>? depths = null) : IFoldTrainer
{
    private const int MostRounds = 300;
    private const int Patience = 20;

    /// <summary>The depths among which the inner folds choose.</summary>
    public static IReadOnlyList<int> Depths { get; } = [2, 4, 6];

    /// <summary>The learning rate: the fraction of a leaf's value that is added.</summary>
    public static double Rate { get; } = 0.1;

    public TrainedFold Train(Candidate candidate, TargetColumn target, OuterFold fold, TableMetric metric, CancellationToken cancellation)
    {
        double? tuned = null;
        if (candidate.Tuned is { } parameter)
        {
            tuned = Tuning.Best(parameter, value => InnerBadness(candidate.At(value), target, fold, metric, cancellation));
            candidate = candidate.At(tuned.Value);
        }

        var (setting, inner) = Choose(candidate, target, fold, cancellation);
        var final = Fit(candidate, target, fold.Split, fold.Scale);
        var grown = final.Grow(Options(setting, seed), cancellation);
        var raw = final.Raw(grown, null);
        var predictions = final.Predictions(grown, raw, null, cancellation);
        if (target.Kind == TargetKind.Binary) predictions = predictions.With(RankedScores.Of([.. inner], fold.Rate));
        if (target.Kind == TargetKind.MultiClass) predictions = predictions.With(TunedClasses.Best([.. inner]));
        var isFinite = Array.TrueForAll(predictions.Score, double.IsFinite);
        var rounds = grown.Model.Rounds;
        double[] learned = [.. (grown.Batch?.InputsAt(rounds) ?? []).Select(input => input.Value!.Value)];
        return new TrainedFold(predictions, 0, learned, (grown.Batch?.LossAt(rounds) ?? final.Loss).Parameters, isFinite ? null : new Localized("predictions are not finite", "预测值不是有限值"), grown.Model.Gains().All(gain => gain == 0), new Solutions([]))
        {
            Losses = final.HeldOutTerms(raw),

            // Models with equal predictions of these rows count as equal.
            Weights = raw,
            Trees = setting,
            Tuned = tuned,
            Boosted = grown,
        };
    }

    public Predictions TrainAt(Candidate candidate, TargetColumn target, OuterFold fold, FoldTraining chosen, CancellationToken cancellation)
    {
        var fit = Fit(candidate, target, fold.Split, fold.Scale);
        var grown = fit.Grow(Options(chosen.Trees!, seed), cancellation);
        return fit.Predictions(grown, fit.Raw(grown, null), null, cancellation);
    }

    private TreeFit Fit(Candidate candidate, TargetColumn target, Split split, double scale) => new(candidate, target, split, data, scale);

    public static BoostOptions Options(TreeSetting setting, ulong seed) => new() { Depth = setting.Depth, Rate = setting.Rate, Rounds = setting.Rounds, Seed = seed, Threads = 1 };

    /// <summary>The chosen depth and rounds, and the held-out predictions of the inner models with them.</summary>
    private (TreeSetting Setting, List<Predictions> Inner) Choose(Candidate candidate, TargetColumn target, OuterFold fold, CancellationToken cancellation)
    {
        TreeFit[] fits = [.. fold.Inner.Select(split => Fit(candidate, target, split, fold.Scale))];
        TreeSetting? best = null;
        GrownTrees[] models = [];
        var least = double.PositiveInfinity;
        foreach (var depth in depths ?? Depths)
        {
            var options = Options(new(depth, Rate, MostRounds), seed) with { EarlyStop = Patience, TriesConvexLosses = false };
            GrownTrees[] grown = [.. fits.Select(fit => fit.GrowHeldOut(options, cancellation))];
            var (rounds, loss) = Rounds([.. grown.Select(trees => trees.Model)], fold.Inner);
            if (best is not null && !(loss < least)) continue;
            (best, models, least) = (new(depth, Rate, rounds), grown, loss);
        }

        return (best!, [.. fits.Select((fit, k) => Inner(fit, models[k], Math.Min(best!.Rounds, models[k].Model.Rounds)))]);

        Predictions Inner(TreeFit fit, GrownTrees trees, int rounds) => fit.Predictions(trees, fit.Raw(trees, rounds), rounds, cancellation);
    }

    /// <summary>The number of rounds with the least held-out loss over all inner folds. A fold that has stopped early counts with its best loss.</summary>
    private static (int Rounds, double Loss) Rounds(TreeModel[] models, IReadOnlyList<Split> inner)
    {
        var (rounds, least) = (1, double.PositiveInfinity);
        for (var round = 0; round < models.Max(model => model.HeldOutLoss.Count); round++)
        {
            var sum = 0.0;
            for (var k = 0; k < models.Length; k++)
            {
                var losses = models[k].HeldOutLoss;
                sum += inner[k].TestTarget.Length * (round < losses.Count ? losses[round] : losses.Min());
            }

            if (sum < least) (rounds, least) = (round + 1, sum);
        }

        return (rounds, least);
    }

    private double InnerBadness(Candidate candidate, TargetColumn target, OuterFold fold, TableMetric metric, CancellationToken cancellation)
    {
        var (sum, rows) = (0.0, 0);
        foreach (var predictions in Choose(candidate, target, fold, cancellation).Inner)
        {
            if (metric.Compute(predictions) is not { } value) return double.PositiveInfinity;
            sum += predictions.Target.Length * metric.Badness(value);
            rows += predictions.Target.Length;
        }

        return sum / rows;
    }
}
