using System.Diagnostics;
using System.Globalization;

namespace Minima;

/// <summary>
/// What the work of one thread may take, of time and of memory. Whoever answers strangers begins one; long loops ask <see cref="Check"/> on their way, and what
/// needs much memory or many steps says so before it starts. Without a budget all of these cost one look at a thread's variable.
/// </summary>
internal sealed class WorkBudget : IDisposable
{
    /// <summary>Looking at the collector's heap takes longer than looking at the clock: once for so many checks.</summary>
    private const int ChecksForMemory = 64;

    /// <summary>Steps of a plain loop that any machine does within a second; an estimate above that is surely too long, one below may still run out of time.</summary>
    private const double StepsPerSecond = 4e9;

    private const int StepsForClock = 12;

    [ThreadStatic]
    private static WorkBudget? current;

    private readonly WorkBudget? _outer;
    private readonly TimeSpan _time;
    private readonly long _bytes;
    private readonly long _begun = Stopwatch.GetTimestamp();
    private readonly long _end;
    private readonly long _heap;
    private readonly long _steps;
    private long _taken;
    private long _done;
    private int _checks;

    private WorkBudget(TimeSpan time, long bytes, long steps)
    {
        (_outer, _time, _bytes, _steps) = (current, time, bytes, steps);
        var ticks = time.TotalSeconds * Stopwatch.Frequency;
        _end = ticks < long.MaxValue - (double)_begun ? _begun + (long)ticks : long.MaxValue;
        _heap = GC.GetTotalMemory(forceFullCollection: false);
    }

    /// <summary>Begins a budget of this thread, which ends when it is disposed.</summary>
    /// <param name="time">How long; <see cref="TimeSpan.MaxValue"/> for as long as it takes.</param>
    /// <param name="bytes">How much memory; <see cref="long.MaxValue"/> for as much as there is.</param>
    public static WorkBudget Begin(TimeSpan time, long bytes) => current = new WorkBudget(time, bytes, long.MaxValue);

    /// <summary>A budget of so many operations of formulas, the same on every machine: what is cut does not depend on who else is at work.</summary>
    public static WorkBudget BeginSteps(long steps) => current = new WorkBudget(TimeSpan.MaxValue, long.MaxValue, steps);

    /// <summary>So many operations of a formula are about to be done.</summary>
    /// <exception cref="WorkLimitException">That is more than there may be.</exception>
    public static void Count(int steps) => current?.CountNow(steps);

    /// <summary>A place where work can end.</summary>
    /// <exception cref="WorkLimitException">The time is up, or the memory is used up.</exception>
    public static void Check() => current?.CheckNow();

    /// <summary>Before memory is taken.</summary>
    /// <exception cref="WorkLimitException">There is less left, or the time is up.</exception>
    public static void Take(long bytes) => current?.TakeNow(bytes);

    /// <summary>Before a loop whose number of steps is known, each of about a nanosecond or more.</summary>
    /// <exception cref="WorkLimitException">No machine does that many in the time.</exception>
    public static void Expect(double steps) => current?.ExpectNow(steps);

    public void Dispose() => current = _outer;

    private void CountNow(int steps)
    {
        // The clock is asked now and then only: an operation takes less time than it.
        var before = _done;
        _done += steps;
        if (_done > _steps) throw new WorkLimitException(WorkLimit.Work, $"the work takes more than {_steps.ToString(CultureInfo.InvariantCulture)} operations.");
        if (before >> StepsForClock != _done >> StepsForClock) CheckNow();
    }

    private void CheckNow()
    {
        if (Stopwatch.GetTimestamp() >= _end)
        {
            throw new WorkLimitException(WorkLimit.Time, $"the work was not done after {Seconds(_time)} s and was stopped.");
        }

        if (_bytes != long.MaxValue && ++_checks % ChecksForMemory == 0 && GC.GetTotalMemory(forceFullCollection: false) - _heap > _bytes)
        {
            // Much of it may be garbage, which counts for nothing.
            var live = GC.GetTotalMemory(forceFullCollection: true) - _heap;
            if (live > _bytes) throw TooLarge(live);
        }
    }

    private void TakeNow(long bytes)
    {
        if (bytes > _bytes - _taken)
        {
            throw TooLarge((double)_taken + bytes);
        }

        _taken += bytes;
        CheckNow();
    }

    private void ExpectNow(double steps)
    {
        CheckNow();
        var seconds = steps / StepsPerSecond;
        if (!(seconds <= _time.TotalSeconds))
        {
            throw new WorkLimitException(WorkLimit.Work, $"the work would take about {steps.ToString("0.#e0", CultureInfo.InvariantCulture)} steps, more than {Seconds(seconds)} s on any machine, and {Seconds(_time)} s are allowed.");
        }
    }

    private WorkLimitException TooLarge(double needed) =>
        new(WorkLimit.Memory, $"the work would take more than {Megabytes(needed)} MB of memory, and {Megabytes(_bytes)} MB are allowed.");

    private static string Seconds(TimeSpan time) => Seconds(time.TotalSeconds);

    private static string Seconds(double seconds) => seconds.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Megabytes(double bytes) => Math.Ceiling(bytes / (1 << 20)).ToString("0", CultureInfo.InvariantCulture);
}
