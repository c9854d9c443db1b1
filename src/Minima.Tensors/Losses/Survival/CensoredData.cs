using System.Numerics;

namespace Minima.Tensors.Losses;

/// <summary>Survival data: of each row a time, and whether the event happened then or the row was last seen without one.</summary>
internal static class CensoredData
{
    /// <summary>Refuses a time that is NaN, and an event that is neither 0 nor 1.</summary>
    /// <exception cref="LossException">A time is NaN, or an event is not 0 or 1.</exception>
    public static void Check(string loss, Tensor time, Tensor @event)
    {
        var unordered = time.Type == ElementType.Single ? FirstNaN(time.Read<float>()) : FirstNaN(time.Read<double>());
        if (unordered >= 0) throw new LossException(LossError.Domain, $"{loss}: 'time' at index {unordered} is NaN; the loss compares rows in the order of their times. Leave out rows whose time is unknown.");
        CheckEvents(loss, @event);
    }

    /// <summary>Refuses an event that is neither 0 nor 1.</summary>
    /// <exception cref="LossException">An event is not 0 or 1.</exception>
    public static void CheckEvents(string loss, Tensor @event)
    {
        if (@event.Type == ElementType.Single) CheckEvents(loss, @event.Read<float>());
        else CheckEvents(loss, @event.Read<double>());
    }

    private static int FirstNaN<TElement>(ReadOnlySpan<TElement> times)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        for (var i = 0; i < times.Length; i++)
        {
            if (TElement.IsNaN(times[i])) return i;
        }

        return -1;
    }

    private static void CheckEvents<TElement>(string loss, ReadOnlySpan<TElement> events)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        for (var i = 0; i < events.Length; i++)
        {
            if (events[i] != TElement.Zero && events[i] != TElement.One) throw new LossException(LossError.Domain, $"{loss}: 'event' at index {i} is {Throw.Number(double.CreateChecked(events[i]))}; it must be 1 (the event happened at this time) or 0 (censored: not yet happened at the last observation).");
        }
    }
}
