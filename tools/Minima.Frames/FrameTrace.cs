using System.Text.Json;
using Microsoft.Playwright;

namespace Minima.Frames;

/// <summary>Milliseconds of script, style and layout in each frame of a page, read from a trace of Chromium.</summary>
internal sealed class FrameTrace(ICDPSession session)
{
    private static readonly string[] Work = ["EventDispatch", "FireAnimationFrame", "TimerFire", "FunctionCall", "RunMicrotasks", "UpdateLayoutTree", "Layout", "HandlePostMessage"];

    /// <summary>The frames while an action runs.</summary>
    public async Task<double[]> OfAsync(Func<Task> action)
    {
        var events = new List<JsonElement>();
        var complete = new TaskCompletionSource();
        session.Event("Tracing.dataCollected").OnEvent += (_, data) =>
        {
            lock (events) events.AddRange(data!.Value.GetProperty("value").EnumerateArray().Select(one => one.Clone()));
        };
        session.Event("Tracing.tracingComplete").OnEvent += (_, _) => complete.TrySetResult();
        await session.SendAsync("Tracing.start", new(StringComparer.Ordinal) { ["categories"] = "devtools.timeline,disabled-by-default-devtools.timeline,blink.user_timing,__metadata", ["transferMode"] = "ReportEvents" });
        await action();
        await session.SendAsync("Tracing.end");
        await complete.Task;
        return Frames(events);
    }

    /// <summary>Work on the thread that shows the page, cut where its frames are handed over. What runs inside other work counts once.</summary>
    private static double[] Frames(List<JsonElement> events)
    {
        var begins = events.Where(one => Name(one) == "BeginCommitCompositorFrame").GroupBy(Thread).OrderByDescending(group => group.Count()).First();
        double[] cuts = [.. begins.Select(Time).Order()];
        var work = events.Where(one => Thread(one) == begins.Key && one.TryGetProperty("dur", out _) && Work.Contains(Name(one), StringComparer.Ordinal)).Select(one => (Begin: Time(one), End: Time(one) + one.GetProperty("dur").GetDouble())).OrderBy(span => span.Begin);
        var frames = new double[cuts.Length + 1];
        var last = double.NegativeInfinity;
        foreach (var (begin, end) in work)
        {
            var from = Math.Max(begin, last);
            if (end <= from) continue;
            last = end;
            var frame = Array.BinarySearch(cuts, begin);
            frames[frame < 0 ? ~frame : frame + 1] += (end - from) / 1000;
        }

        return frames;
    }

    private static string Name(JsonElement one) => one.GetProperty("name").GetString()!;

    private static double Time(JsonElement one) => one.GetProperty("ts").GetDouble();

    private static (long Process, long Thread) Thread(JsonElement one) => (one.GetProperty("pid").GetInt64(), one.GetProperty("tid").GetInt64());
}
