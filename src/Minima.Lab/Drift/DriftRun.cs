using Minima.Tensors.Streams;

namespace Minima.Lab.Drift;

/// <summary>A learner on a stream.</summary>
/// <param name="Error">The proportion of items that were misclassified before they were learned from.</param>
/// <param name="Alarms">The number of changes that the detector reported.</param>
/// <param name="Delay">The mean number of items from a change to the first alarm, over the changes that were found.</param>
/// <param name="Found">The proportion of changes that were found before the next.</param>
/// <param name="Curve">The error of each hundredth of the stream.</param>
/// <param name="BytesPerItem">Allocated memory.</param>
internal sealed record DriftRun(double Error, int Alarms, double Delay, double Found, double[] Curve, double BytesPerItem)
{
    private const int Pieces = 100;

    public static DriftRun Of(DriftingStream stream, int items, Func<IDriftDetector?> detector, DriftReaction reaction, DriftRate rate, ulong seed)
    {
        var learner = new StreamLearner(new OnlineLinear(DriftingStream.Features, Loss.Create("logistic"), rate.First, rate.Hold), detector())
        {
            Reaction = reaction,
            NextLoss = Loss.Create("hinge"),
            Watched = static (prediction, target, _) => prediction * target > 0 ? 0 : 1,
        };
        long wrong = 0;
        var curve = new double[Pieces];
        var alarms = new List<long>();
        long before = 0;
        stream.Run(items, seed, (index, x, label) =>
        {
            // The first items allocate what every later one uses.
            if (index == items / 10) before = GC.GetAllocatedBytesForCurrentThread();
            var item = learner.Add(x, label);
            if (item.Prediction * label <= 0)
            {
                wrong++;
                curve[index * Pieces / items]++;
            }

            if (item.IsAlarm) alarms.Add(index);
        });
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (0.9 * items);
        for (var i = 0; i < Pieces; i++) curve[i] /= (double)items / Pieces;
        var (delay, found) = Detection([.. stream.Changes.Select(change => (long)(change * items))], alarms, items);
        return new((double)wrong / items, alarms.Count, delay, found, curve, bytes);
    }

    private static (double Delay, double Found) Detection(long[] changes, List<long> alarms, long items)
    {
        var delays = new List<long>();
        for (var i = 0; i < changes.Length; i++)
        {
            var end = i + 1 < changes.Length ? changes[i + 1] : items;
            var first = alarms.FindIndex(alarm => alarm >= changes[i] && alarm < end);
            if (first >= 0) delays.Add(alarms[first] - changes[i]);
        }

        return (delays.Count == 0 ? 0 : delays.Average(), (double)delays.Count / changes.Length);
    }
}
