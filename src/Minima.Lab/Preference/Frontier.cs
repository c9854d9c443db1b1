namespace Minima.Lab.Preference;

/// <summary>The most reward that any policy has at a divergence from a reference.</summary>
internal sealed class Frontier
{
    private readonly (double Divergence, double Reward)[] _points;

    public Frontier(TokenWorld world, ExactPolicy reference)
    {
        // Prices from dear to cheap: divergence and reward rise together.
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

    /// <summary>At a divergence, between the points that were computed; behind the last, its reward.</summary>
    public double At(double divergence)
    {
        var after = Array.FindIndex(_points, point => point.Divergence > divergence);
        if (after < 0) return _points[^1].Reward;
        var (low, high) = (_points[after - 1], _points[after]);
        return low.Reward + ((divergence - low.Divergence) / (high.Divergence - low.Divergence) * (high.Reward - low.Reward));
    }
}
