using Minima.Tensors.Randomness;

namespace Minima.Examples.Ranking;

/// <summary>
/// Queries with the items that a search engine showed for them, and what people clicked. People look at the place r with probability 1 / r, and click what
/// they see the likelier the better its grade is; each grade comes from features of item and query, of which some count only together.
/// </summary>
internal sealed class ClickLog
{
    /// <summary>Places for items; a query has 8 to 20.</summary>
    public const int Width = 20;

    public const int Features = ItemFeatures + QueryFeatures;

    private const int FewestItems = 8;
    private const int ItemFeatures = 8;
    private const int QueryFeatures = 3;
    private const int Sessions = 8;

    // A click where nothing is relevant.
    private const double Accident = 0.05;

    private const double LeastReadiness = 0.1;

    private static readonly double[] Steps = [-0.2, 0.9, 1.9, 3];

    private ClickLog(int queries)
    {
        Queries = queries;
        Items = new float[queries * Width * Features];
        Shown = new float[queries * Width];
        Grades = new float[queries * Width];
        Clicks = new float[queries * Width];
        Engine = new float[queries * Width];
    }

    public int Queries { get; }

    /// <summary>[queries, width, features].</summary>
    public float[] Items { get; }

    /// <summary>[queries, width]: 1 where there is an item.</summary>
    public float[] Shown { get; }

    /// <summary>[queries, width]: what items are worth, 0 to 4. Nobody sees it but the judge.</summary>
    public float[] Grades { get; }

    /// <summary>[queries, width], 0 to 4: clicks of all sessions, each divided by the probability that its place was looked at.</summary>
    public float[] Clicks { get; }

    /// <summary>[queries, width]: the scores of the engine that made the log, which knows one feature of three.</summary>
    public float[] Engine { get; }

    public static ClickLog Draw(int queries, RandomState random)
    {
        var log = new ClickLog(queries);
        for (var query = 0; query < queries; query++)
        {
            var first = query * Width;
            var count = FewestItems + random.NextInt(Width - FewestItems + 1);
            log.DrawItems(first, count, random);
            var readiness = LeastReadiness + ((1 - LeastReadiness) * random.NextDouble());
            for (var session = 0; session < Sessions; session++) log.DrawClicks(first, count, readiness, random);
            for (var i = first; i < first + count; i++) log.Clicks[i] = 4 * Math.Min(1, log.Clicks[i] / Sessions);
        }

        return log;
    }

    private void DrawItems(int first, int count, RandomState random)
    {
        double[] query = [random.NextNormal(), random.NextNormal(), random.NextNormal()];
        for (var i = first; i < first + count; i++)
        {
            var item = Items.AsSpan(i * Features, Features);
            for (var k = 0; k < ItemFeatures; k++) item[k] = (float)random.NextNormal();
            for (var k = 0; k < QueryFeatures; k++) item[ItemFeatures + k] = (float)query[k];
            var worth = (item[0] * query[0]) + item[1] + (0.7 * Math.Sin(2 * item[2])) + (0.5 * item[3] * item[4]) + (0.4 * random.NextNormal());
            Shown[i] = 1;
            Grades[i] = Steps.Count(step => worth > step);
            Engine[i] = (float)(item[1] + (0.7 * random.NextNormal()));
        }
    }

    /// <summary>One session: the engine's order with some chance in it, and somebody who looks and clicks.</summary>
    private void DrawClicks(int first, int count, double readiness, RandomState random)
    {
        var keys = new double[count];
        for (var i = 0; i < count; i++) keys[i] = Engine[first + i] + random.NextNormal();
        var order = Enumerable.Range(0, count).OrderByDescending(i => keys[i]).ToArray();
        for (var place = 1; place <= count; place++)
        {
            var i = first + order[place - 1];
            var looks = 1.0 / place;
            var likes = Accident + ((1 - Accident) * (Math.Pow(2, Grades[i]) - 1) / 15);
            if (random.NextDouble() < looks * likes * readiness) Clicks[i] += (float)place;
        }
    }
}
