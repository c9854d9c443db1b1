namespace Minima.Tabular;

/// <summary>Converts the outputs of a model to the numbers of a distribution. Quantiles are one of them and the positive distances to the next, so that they never cross, unless the plan learns them separately.</summary>
internal sealed class HeadValues(HeadPlan plan)
{
    private readonly bool _hasDistances = plan.Reading == HeadReading.Quantiles && !plan.IsRearranged;
    private readonly int _middle = plan.Reading == HeadReading.Quantiles ? plan.Middle : 0;

    /// <summary>Writes the numbers of each row; returns false if one is not finite.</summary>
    /// <param name="outputs">The outputs, row after row.</param>
    /// <param name="values">The numbers by head, then by row; the arrays may be longer than needed.</param>
    public bool Fill(ReadOnlySpan<double> outputs, double[][] values)
    {
        var heads = plan.Heads.Count;
        var usable = true;
        for (var i = 0; i < outputs.Length / heads; i++)
        {
            var row = outputs.Slice(i * heads, heads);
            if (_hasDistances)
            {
                values[_middle][i] = row[_middle];
                for (var h = _middle + 1; h < heads; h++) values[h][i] = values[h - 1][i] + Math.Exp(row[h]);
                for (var h = _middle - 1; h >= 0; h--) values[h][i] = values[h + 1][i] - Math.Exp(row[h]);
            }
            else
            {
                for (var h = 0; h < heads; h++) values[h][i] = plan.Heads[h].Value(row[h]);
            }

            for (var h = 0; h < heads; h++) usable &= double.IsFinite(values[h][i]) && plan.Heads[h].Domain.Contains(values[h][i]);
        }

        return usable;
    }

    /// <summary>Converts derivatives with respect to the numbers to derivatives with respect to the outputs.</summary>
    public void Chain(ReadOnlySpan<double> outputs, double[][] slopes, Span<double> gradient)
    {
        var heads = plan.Heads.Count;
        for (var i = 0; i < outputs.Length / heads; i++)
        {
            var row = outputs.Slice(i * heads, heads);
            var own = gradient.Slice(i * heads, heads);
            if (!_hasDistances)
            {
                for (var h = 0; h < heads; h++) own[h] = slopes[h][i] == 0 ? 0 : slopes[h][i] * plan.Heads[h].Slope(row[h]);
                continue;
            }

            var sum = 0.0;
            for (var h = heads - 1; h > _middle; h--)
            {
                sum += slopes[h][i];
                own[h] = sum * Math.Exp(row[h]);
            }

            own[_middle] = sum + slopes[_middle][i];
            sum = 0;
            for (var h = 0; h < _middle; h++)
            {
                sum += slopes[h][i];
                own[h] = -sum * Math.Exp(row[h]);
            }

            own[_middle] += sum;
        }
    }
}
