namespace Minima.Lab.Preference;

/// <summary>The highest reward that any policy can have at a given divergence from a reference.</summary>
internal sealed class Frontier
{
    private readonly (double Divergence, double Reward)[] _points;

    public Frontier(TokenWorld world, ExactPolicy reference)
    {
        // From a high price of divergence to a low one: divergence and reward rise together.
        const int count = 60;
        _points = new (double, double)[count + 1];
        var (least, _) = reference.Judge(world, reference);
        _points[0] = (0, least);
        for (var i = 0; i < count; i++)
        {
            var (reward, divergence) = reference.Tilted(world, 30 * Math.Pow(0.9, i)).Judge(world, reference);
            _points[i + 1] = (divergence, reward);
        }
    }

    public IReadOnlyList<(double X, double Y)> Points => _points;

    /// <summary>The highest reward at a divergence, interpolated between the computed points; beyond the last point, its reward.</summary>
    public double At(double divergence)
    {
        var after = Array.FindIndex(_points, point => point.Divergence > divergence);
        if (after < 0) return _points[^1].Reward;
        var (low, high) = (_points[after - 1], _points[after]);
        return low.Reward + ((divergence - low.Divergence) / (high.Divergence - low.Divergence) * (high.Reward - low.Reward));
    }
}
