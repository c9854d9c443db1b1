namespace Minima.Training.Losses;

/// <summary>What is known about each row of survival data: a time, and whether the event happened then or the row was last seen without one.</summary>
internal static class Observed
{
    /// <summary>Refuses a time that has no place in an order, and an event that neither happened nor did not.</summary>
    /// <exception cref="LossException">A time is NaN, or an event is not 0 or 1.</exception>
    public static void Check(string loss, Tensor time, Tensor @event)
    {
        var times = time.ToArray();
        var unordered = Array.FindIndex(times, double.IsNaN);
        if (unordered >= 0) throw new LossException(LossError.Domain, $"{loss}: 'time' at index {unordered} is NaN; rows are compared in the order of their times. Leave out rows whose time is not known.");
        CheckEvents(loss, @event);
    }

    /// <summary>Refuses an event that neither happened nor did not.</summary>
    /// <exception cref="LossException">An event is not 0 or 1.</exception>
    public static void CheckEvents(string loss, Tensor @event)
    {
        var events = @event.ToArray();
        var neither = Array.FindIndex(events, e => e is not (0 or 1));
        if (neither >= 0) throw new LossException(LossError.Domain, $"{loss}: 'event' at index {neither} is {Throw.Number(events[neither])}; it must be 1 (the event happened at this time) or 0 (the row was last seen then, without it).");
    }
}
