using System.Diagnostics;

namespace Minima.Ranks;

/// <summary>The least time of a message between two ranks, which both send and receive at once: latency + bytes / bandwidth.</summary>
internal static class Messages
{
    private const int Times = 41;

    public static (double LatencyMicroseconds, double GigabytesPerSecond) Fit(ProcessGroup group)
    {
        var points = new List<(double Bytes, double Seconds)>();
        foreach (var bytes in new[] { 64, 4096, 1 << 16, 1 << 19, 1 << 22 })
        {
            var (sent, received) = (GC.AllocateArray<byte>(bytes, pinned: true), GC.AllocateArray<byte>(bytes, pinned: true));
            var seconds = new double[Times];
            for (var i = 0; i < Times; i++)
            {
                var begun = Stopwatch.GetTimestamp();
                group.Exchange([new(1 - group.Rank, 1, sent, Sends: true), new(1 - group.Rank, 1, received, Sends: false)]);
                seconds[i] = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            }

            Array.Sort(seconds);
            points.Add((bytes, seconds[0]));
            if (group.IsFirst) Console.WriteLine(FormattableString.Invariant($"message of {bytes,8} bytes each way: {1e6 * points[^1].Seconds,9:0.0} us"));
        }

        var latency = points[0].Seconds;
        return (1e6 * latency, points[^1].Bytes / (points[^1].Seconds - latency) / 1e9);
    }
}
