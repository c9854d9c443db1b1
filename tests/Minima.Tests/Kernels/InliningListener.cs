using System.Diagnostics;
using System.Diagnostics.Tracing;

namespace Minima.Tests.Kernels;

/// <summary>Hears from the JIT which calls in kernels were not inlined.</summary>
internal sealed class InliningListener : EventListener
{
    private const EventKeywords JitTracing = (EventKeywords)0x1000;
    private readonly List<(string Kernel, string Failure)> heard = [];
    private readonly Lock gate = new();
    private int lastSentinel;

    /// <summary>
    /// The failures since the last call in kernels of this formula on the best lanes; other tests compile other kernels meanwhile.
    /// Events come late and in order: a sentinel compiled after the kernels marks the end. The runtime may also drop events, so a
    /// sentinel that does not come is followed by another.
    /// </summary>
    public List<string> Take(Type formula)
    {
        var waited = Stopwatch.StartNew();
        var awaited = Sentinels.Next();
        for (var spell = Stopwatch.StartNew(); Volatile.Read(ref lastSentinel) < awaited; Thread.Sleep(5))
        {
            // The runtime hands events on from a thread of its own, which a busy machine may leave waiting.
            if (waited.Elapsed > TimeSpan.FromMinutes(3))
            {
                throw new TimeoutException("the JIT's events do not arrive");
            }

            if (spell.Elapsed > TimeSpan.FromSeconds(2))
            {
                Sentinels.Next();
                spell.Restart();
            }
        }

        lock (gate)
        {
            var loss = formula.GetGenericArguments()[0].FullName!;
            var result = heard
                .Where(h => h.Kernel.Contains(InliningLaw.BestLanes, StringComparison.Ordinal) && (h.Kernel.Contains(loss + "]", StringComparison.Ordinal) || h.Kernel.Contains(loss + ",", StringComparison.Ordinal)))
                .Select(h => h.Failure)
                .Distinct(StringComparer.Ordinal)
                .ToList();
            heard.Clear();
            return result;
        }
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
        {
            EnableEvents(eventSource, EventLevel.Verbose, JitTracing);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName is not { } name || !name.StartsWith("MethodJitInliningFailed", StringComparison.Ordinal))
        {
            return;
        }

        string Of(string field) => eventData.Payload![eventData.PayloadNames!.IndexOf(field)]?.ToString() ?? "";
        var compiled = Of("MethodBeingCompiledNamespace");
        if (Sentinels.NumberOf(compiled) is { } sentinel)
        {
            Volatile.Write(ref lastSentinel, Math.Max(sentinel, Volatile.Read(ref lastSentinel)));
        }
        else if (compiled.StartsWith("Minima.PointKernel", StringComparison.Ordinal) && !IsMeant(Of("InlinerName"), Of("InlineeNamespace"), Of("InlineeName"), Of("FailReason")))
        {
            lock (gate)
            {
                heard.Add((compiled, $"{Of("MethodBeingCompiledName")} calls {Of("InlineeNamespace")}.{Of("InlineeName")} from {Of("InlinerName")}: {Of("FailReason")}"));
            }
        }
    }

    /// <summary>Functions that go element by element are calls by intention, and so are a loss's own helpers marked NoInlining (a rare parameter's path, a branch beside a log-gamma); Accumulate throws in lanes that do not accumulate, behind a constant false.</summary>
    private static bool IsMeant(string inliner, string space, string name, string reason) =>
        space.StartsWith("Minima.Reals.ElementWise", StringComparison.Ordinal) || name == "Accumulate" || inliner == "Accumulate"
        || (space.StartsWith("Minima.Losses.", StringComparison.Ordinal) && reason.StartsWith("noinline per IL", StringComparison.Ordinal));
}
