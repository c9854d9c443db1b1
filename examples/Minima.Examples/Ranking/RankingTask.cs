using Minima.Tensors;
using Minima.Tensors.Randomness;
using Minima.Training;

namespace Minima.Examples.Ranking;

/// <summary>A small network that scores items, trained on a log of clicks and judged by the grades behind it.</summary>
internal static class RankingTask
{
    public const int Cutoff = 10;

    private const int Lists = 32;
    private const int Hidden = 32;

    /// <summary>Scores of all items of a log, by a network trained on the clicks (or, to see what clicks hide, the grades) of another.</summary>
    public static float[] Trained(RankingLoss loss, ClickLog training, ClickLog judged, double learningRate, int epochs, int seed, bool onGrades = false)
    {
        var random = new RandomState((ulong)seed);
        var model = Models.Mlp(ClickLog.Features, [Hidden, Hidden], 1, random.Fork("weights"));
        var optimizer = new AdamW(model.Parameters, learningRate);
        var steps = epochs * (training.Queries / Lists);
        var schedule = new CosineSchedule(steps);
        var order = Enumerable.Range(0, training.Queries).ToArray();
        var draws = random.Fork("order");
        for (var step = 0; step < steps; step++)
        {
            var batch = step % (training.Queries / Lists);
            if (batch == 0) draws.Shuffle<int>(order);
            using var scope = StepScope.Begin();
            var queries = order.AsSpan(batch * Lists, Lists);
            optimizer.ClearGradients();
            optimizer.LearningRateFactor = schedule.At(step);
            loss.Apply(Scores(model, training, queries), Rows(onGrades ? training.Grades : training.Clicks, queries), Rows(training.Shown, queries)).Backward();
            optimizer.Step();
        }

        using var silence = Autograd.NoGradient();
        using var last = StepScope.Begin();
        return Array.ConvertAll(Scores(model, judged, Enumerable.Range(0, judged.Queries).ToArray()).ToArray(), score => (float)score);
    }

    /// <summary>NDCG of the first ten, the mean over the queries that have anything relevant.</summary>
    public static double Ndcg(float[] scores, float[] relevance, float[] shown)
    {
        double sum = 0;
        var counted = 0;
        for (var first = 0; first < scores.Length; first += ClickLog.Width)
        {
            var items = Enumerable.Range(first, ClickLog.Width).Where(i => shown[i] > 0).ToArray();
            var best = Gain(items.OrderByDescending(i => relevance[i]));
            if (best == 0) continue;
            sum += Gain(items.OrderByDescending(i => scores[i])) / best;
            counted++;
        }

        return sum / counted;

        double Gain(IEnumerable<int> order) => order.Take(Cutoff).Select((i, place) => (Math.Pow(2, relevance[i]) - 1) / Math.Log2(place + 2)).Sum();
    }

    private static Tensor Scores(Module model, ClickLog log, ReadOnlySpan<int> queries) =>
        model.Forward(Tensor.Of(Taken(log.Items, ClickLog.Width * ClickLog.Features, queries), [queries.Length, ClickLog.Width, ClickLog.Features])).Reshape([queries.Length, ClickLog.Width]);

    private static Tensor Rows(float[] values, ReadOnlySpan<int> queries) => Tensor.Of(Taken(values, ClickLog.Width, queries), [queries.Length, ClickLog.Width]);

    private static float[] Taken(float[] values, int width, ReadOnlySpan<int> rows)
    {
        var taken = new float[rows.Length * width];
        for (var i = 0; i < rows.Length; i++) values.AsSpan(rows[i] * width, width).CopyTo(taken.AsSpan(i * width));
        return taken;
    }
}
