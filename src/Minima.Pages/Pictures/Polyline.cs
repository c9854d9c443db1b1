namespace Minima.Pages;

/// <summary>Splits lines at missing numbers, and simplifies them.</summary>
internal static class Polyline
{
    private const double Tolerance = 0.2;

    /// <summary>The pieces of a line between points without a number.</summary>
    public static IEnumerable<List<(double X, double Y)>> Pieces(IEnumerable<(double X, double Y)> points)
    {
        var piece = new List<(double X, double Y)>();
        foreach (var point in points)
        {
            if (double.IsFinite(point.Y))
            {
                piece.Add(point);
                continue;
            }

            if (piece.Count > 0) yield return piece;
            piece = [];
        }

        if (piece.Count > 0) yield return piece;
    }

    /// <summary>Leaves out points within a fifth of a pixel of the line through their neighbours (Douglas and Peucker 1973).</summary>
    public static List<(double X, double Y)> Simplified(List<(double X, double Y)> points)
    {
        if (points.Count < 3) return points;
        var (first, last) = (points[0], points[^1]);
        var length = Math.Sqrt(((last.X - first.X) * (last.X - first.X)) + ((last.Y - first.Y) * (last.Y - first.Y)));
        var (farthest, distance) = (0, 0.0);
        for (var i = 1; i < points.Count - 1; i++)
        {
            var area = Math.Abs(((last.X - first.X) * (first.Y - points[i].Y)) - ((first.X - points[i].X) * (last.Y - first.Y)));
            var d = length == 0 ? Math.Abs(points[i].X - first.X) + Math.Abs(points[i].Y - first.Y) : area / length;
            if (d > distance) (farthest, distance) = (i, d);
        }

        return distance <= Tolerance ? [first, last] : [.. Simplified(points[..(farthest + 1)]), .. Simplified(points[farthest..]).Skip(1)];
    }
}
