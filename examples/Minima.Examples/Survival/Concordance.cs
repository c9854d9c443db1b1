namespace Minima.Examples.Survival;

/// <summary>Harrell's index: of the pairs of rows of which it is known who met the event first, the share in which that row was given the higher risk; equal risks count half.</summary>
internal static class Concordance
{
    /// <param name="risk">The higher, the earlier the event is expected.</param>
    /// <param name="time">Until the event or the end of observation.</param>
    /// <param name="event">1 for an event, 0 for a censored row.</param>
    /// <returns>0.5 is chance; NaN where no pair can be compared.</returns>
    public static double Of(ReadOnlySpan<double> risk, ReadOnlySpan<double> time, ReadOnlySpan<double> @event)
    {
        long pairs = 0;
        double right = 0;
        for (var i = 0; i < time.Length; i++)
        {
            if (@event[i] == 0) continue;
            for (var j = 0; j < time.Length; j++)
            {
                // One who is censored at the time of an event outlived it.
                if (time[i] > time[j] || (time[i] == time[j] && @event[j] != 0)) continue;
                pairs++;
                right += risk[i] > risk[j] ? 1 : risk[i] == risk[j] ? 0.5 : 0;
            }
        }

        return right / pairs;
    }
}
