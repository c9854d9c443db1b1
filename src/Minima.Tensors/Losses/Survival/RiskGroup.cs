namespace Minima.Tensors.Losses;

/// <summary>The quantities of one time that the derivatives need. Sums are in units of e^shift.</summary>
internal struct RiskGroup
{
    /// <summary>The number of rows with this time.</summary>
    public int Count;

    /// <summary>The exponent that sums are measured in.</summary>
    public double Shift;

    /// <summary>The mean of 1 over the sum at risk: what an event here adds to the derivative of a row that is at risk and has none.</summary>
    public double Pull;

    /// <summary>The same for a row with an event here, which is at risk with the weight c.</summary>
    public double OwnPull;

    /// <summary>The mean logarithm of the sum at risk.</summary>
    public double MeanLog;

    /// <param name="count">The number of rows with this time.</param>
    /// <param name="shift">The exponent.</param>
    /// <param name="rest">The sum over rows at risk without an event here.</param>
    /// <param name="tied">The sum over rows with an event here.</param>
    /// <param name="fractions">The m of the means over c = 1 - l / m, l from 0 to m - 1.</param>
    public static RiskGroup Of(int count, double shift, double rest, double tied, int fractions)
    {
        var group = new RiskGroup { Count = count, Shift = shift };
        for (var l = 0; l < fractions; l++)
        {
            var weight = 1 - ((double)l / fractions);
            var sum = rest + (weight * tied);
            group.Pull += 1 / sum;
            group.OwnPull += weight / sum;
            if (fractions > 1) group.MeanLog += Math.Log(sum);
        }

        group.Pull /= fractions;
        group.OwnPull /= fractions;
        group.MeanLog /= fractions;
        return group;
    }
}
