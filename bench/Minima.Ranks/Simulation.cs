namespace Minima.Ranks;

/// <summary>
/// Steps on 1 to 1024 ranks. Each rank computes its share of the slices; at each level of the tree two ranks exchange half of what they hold and add it,
/// and on the way back exchange the sums. A level begins when the later of the two is there.
/// </summary>
/// <param name="ComputeSeconds">Of a whole step on one rank, of what ranks share.</param>
/// <param name="Bytes">Of the gradients.</param>
/// <param name="Latency">Seconds of a message without length.</param>
/// <param name="Bandwidth">Bytes a second of one rank.</param>
/// <param name="SerialSeconds">Of a step, what every rank does whole: it reads the batch, and updates the parameters.</param>
/// <param name="Spread">The standard deviation of a rank's time over its mean.</param>
/// <param name="StragglerShare">How often a rank takes twice as long in a step.</param>
internal sealed record Simulation(double ComputeSeconds, double Bytes, double Latency, double Bandwidth, double SerialSeconds = 0, double Spread = 0, double StragglerShare = 0)
{
    private const int StepCount = 400;

    /// <summary>The formula: s + c / R + 2 log2(R) latency + 2 (1 - 1/R) bytes / bandwidth, without spread.</summary>
    public double Formula(int ranks) => SerialSeconds + (ComputeSeconds / ranks) + (2 * Math.Log2(ranks) * Latency) + (2 * (1 - (1.0 / ranks)) * Bytes / Bandwidth);

    /// <summary>The mean time of a step.</summary>
    public double Run(int ranks, int seed)
    {
        var random = new RandomState((ulong)seed);
        double sum = 0;
        for (var step = 0; step < StepCount; step++)
        {
            var ready = new double[ranks];
            for (var rank = 0; rank < ranks; rank++)
            {
                var slow = random.NextDouble() < StragglerShare ? 2 : 1;
                ready[rank] = (SerialSeconds + (ComputeSeconds / ranks)) * Math.Max(0.5, 1 + (Spread * random.NextNormal())) * slow;
            }

            for (var (distance, part) = (1, Bytes / 2); distance < ranks; distance *= 2, part /= 2) Meet(ready, distance, Latency + (part / Bandwidth));
            for (var (distance, part) = (ranks / 2, Bytes / ranks); distance >= 1; distance /= 2, part *= 2) Meet(ready, distance, Latency + (part / Bandwidth));
            sum += ready.Max();
        }

        return sum / StepCount;
    }

    private static void Meet(double[] ready, int distance, double seconds)
    {
        for (var rank = 0; rank < ready.Length; rank++)
        {
            if ((rank & distance) == 0) ready[rank] = ready[rank | distance] = Math.Max(ready[rank], ready[rank | distance]) + seconds;
        }
    }
}
