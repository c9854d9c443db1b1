using System.Globalization;

namespace Minima.Pages;

/// <summary>Maps a value to its darkness; a few values far above all others are as dark as the next ones.</summary>
internal sealed class HeightScale
{
    private const double Calm = 0.96;

    public HeightScale(double[] values)
    {
        var heights = values.Where(double.IsFinite).Order().ToArray();
        (Low, High) = heights.Length == 0 ? (0, 1) : (heights[0], heights[^1]);
        if (heights.Length > 0 && High - heights[(int)(Calm * (heights.Length - 1))] is var beyond && beyond > heights[(int)(Calm * (heights.Length - 1))] - Low)
        {
            High = heights[(int)(Calm * (heights.Length - 1))];
        }

        High = High > Low ? High : Low + 1;
    }

    public double Low { get; }

    public double High { get; }

    public double Share(double value) => Math.Clamp((value - Low) / (High - Low), 0, 1);

    public static string Number(double height) => height.ToString(Math.Abs(height) is >= 1e5 or (< 1e-3 and > 0) ? "0.##e0" : "0.###", CultureInfo.InvariantCulture);
}
