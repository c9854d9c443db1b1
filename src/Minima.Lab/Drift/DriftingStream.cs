namespace Minima.Lab.Drift;

/// <summary>Items of two classes whose rule changes over time; generated one at a time, never stored.</summary>
/// <param name="Name">How it changes.</param>
/// <param name="Changes">Before which items, as fractions of the whole.</param>
/// <param name="Share">The weight of the second rule, 0 to 1, at a fraction of the stream.</param>
internal sealed record DriftingStream(Words Name, IReadOnlyList<double> Changes, Func<double, double> Share)
{
    public const int Features = 10;

    // One label in twenty is wrong under every rule.
    private const double Noise = 0.05;

    public static IReadOnlyList<DriftingStream> All { get; } =
    [
        new(new("abrupt", "突变"), [0.25, 0.5, 0.75], at => (int)(at * 4) % 2),
        new(new("gradual", "渐变"), [0.4], at => Math.Clamp((at - 0.4) / 0.2, 0, 1)),
        new(new("recurring", "反复"), [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], at => (int)(at * 10) % 2),
    ];

    /// <summary>Calls for each item with its features and its class, -1 or 1.</summary>
    public void Run(int items, ulong seed, Action<long, double[], double> take)
    {
        var random = new RandomState(seed);
        double[] first = Rule(), second = Rule(), x = new double[Features];
        for (var item = 0; item < items; item++)
        {
            for (var k = 0; k < Features; k++) x[k] = random.NextNormal();
            var rule = random.NextDouble() < Share((double)item / items) ? second : first;
            double sum = 0;
            for (var k = 0; k < Features; k++) sum += rule[k] * x[k];
            var label = sum > 0 ? 1.0 : -1;
            take(item, x, random.NextDouble() < Noise ? -label : label);
        }

        double[] Rule() => [.. Enumerable.Range(0, Features).Select(_ => random.NextNormal())];
    }
}
