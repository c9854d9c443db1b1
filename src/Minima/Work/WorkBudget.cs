using System.Diagnostics;
using System.Globalization;

namespace Minima;

/// <summary>
/// The time and memory that the work of one thread may use. A server of untrusted requests begins one. Long loops call <see cref="Check"/>, and work that
/// needs much memory or many steps declares it before it starts. Without a budget, each of these costs one read of a thread-static field.
/// </summary>
internal sealed class WorkBudget : IDisposable
{
    /// <summary>Reading the size of the heap takes longer than reading the clock: once per this many checks.</summary>
    private const int ChecksForMemory = 64;

    /// <summary>An upper bound of the steps of a plain loop in a second on any machine. An estimate above it is surely too long; one below it may still run out of time.</summary>
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
    /// <param name="time">The time limit; <see cref="TimeSpan.MaxValue"/> for none.</param>
    /// <param name="bytes">The memory limit; <see cref="long.MaxValue"/> for none.</param>
    public static WorkBudget Begin(TimeSpan time, long bytes) => current = new WorkBudget(time, bytes, long.MaxValue);

    /// <summary>A budget in operations of formulas, the same on every machine: the work that it cuts does not depend on the load of the machine.</summary>
    public static WorkBudget BeginSteps(long steps) => current = new WorkBudget(TimeSpan.MaxValue, long.MaxValue, steps);

    /// <summary>Counts operations of a formula before they are done.</summary>
    /// <exception cref="WorkLimitException">The number exceeds the budget.</exception>
    public static void Count(int steps) => current?.CountNow(steps);

    /// <summary>A point at which work can be cancelled.</summary>
    /// <exception cref="WorkLimitException">The time is up, or the memory is used up.</exception>
    public static void Check() => current?.CheckNow();

    /// <summary>Declares memory before it is allocated.</summary>
    /// <exception cref="WorkLimitException">Less memory is left, or the time is up.</exception>
    public static void Take(long bytes) => current?.TakeNow(bytes);

    /// <summary>Declares a loop whose number of steps is known, each of about a nanosecond or more.</summary>
    /// <exception cref="WorkLimitException">No machine does that many in the time.</exception>
    public static void Expect(double steps) => current?.ExpectNow(steps);

    public void Dispose() => current = _outer;

    private void CountNow(int steps)
    {
        // The clock is read only now and then: an operation takes less time than reading it.
        var before = _done;
        _done += steps;
        if (_done > _steps) throw new WorkLimitException(WorkLimit.Work, $"the computation takes more than {_steps.ToString(CultureInfo.InvariantCulture)} operations.");
        if (before >> StepsForClock != _done >> StepsForClock) CheckNow();
    }

    private void CheckNow()
    {
        if (Stopwatch.GetTimestamp() >= _end)
        {
            throw new WorkLimitException(WorkLimit.Time, $"the computation did not finish within {Seconds(_time)} s; Minima stopped it.");
        }

        if (_bytes != long.MaxValue && ++_checks % ChecksForMemory == 0 && GC.GetTotalMemory(forceFullCollection: false) - _heap > _bytes)
        {
            // Much of it may be garbage, which does not count.
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
            throw new WorkLimitException(WorkLimit.Work, $"the computation would take about {steps.ToString("0.#e0", CultureInfo.InvariantCulture)} steps, more than {Seconds(seconds)} s on any machine; the limit is {Seconds(_time)} s.");
        }
    }

    private WorkLimitException TooLarge(double needed) =>
        new(WorkLimit.Memory, $"the computation would take more than {Megabytes(needed)} MB of memory; the limit is {Megabytes(_bytes)} MB.");

    private static string Seconds(TimeSpan time) => Seconds(time.TotalSeconds);

    private static string Seconds(double seconds) => seconds.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Megabytes(double bytes) => Math.Ceiling(bytes / (1 << 20)).ToString("0", CultureInfo.InvariantCulture);
}
