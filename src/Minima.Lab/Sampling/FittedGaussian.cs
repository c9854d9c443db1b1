namespace Minima.Lab.Sampling;

/// <summary>One Gaussian with the mean and covariance of rows: the baseline of generative models.</summary>
internal sealed class FittedGaussian
{
    /// <summary>The usual ridge, so that constant columns do not make the covariance singular.</summary>
    public const double UsualRidge = 1e-4;

    private readonly double[] _mean;
    private readonly double[][] _root;

    /// <param name="rows">The rows, one after the other.</param>
    /// <param name="width">The number of values in a row.</param>
    /// <param name="ridge">Added to the diagonal of the covariance.</param>
    public FittedGaussian(double[] rows, int width, double ridge = UsualRidge)
    {
        var count = rows.Length / width;
        _mean = new double[width];
        for (var i = 0; i < rows.Length; i++) _mean[i % width] += rows[i] / count;
        _root = new double[width][];
        for (var i = 0; i < width; i++)
        {
            _root[i] = new double[i + 1];
            for (var j = 0; j <= i; j++)
            {
                double sum = i == j ? ridge : 0;
                for (var row = 0; row < count; row++) sum += (rows[(row * width) + i] - _mean[i]) * (rows[(row * width) + j] - _mean[j]) / count;
                for (var k = 0; k < j; k++) sum -= _root[i][k] * _root[j][k];
                _root[i][j] = i == j ? Math.Sqrt(sum) : sum / _root[j][j];
            }
        }
    }

    public double[] Draw(int items, RandomState random)
    {
        var width = _mean.Length;
        var rows = new double[items * width];
        var noise = new double[width];
        for (var item = 0; item < items; item++)
        {
            for (var i = 0; i < width; i++)
            {
                noise[i] = random.NextNormal();
                rows[(item * width) + i] = _mean[i];
                for (var j = 0; j <= i; j++) rows[(item * width) + i] += _root[i][j] * noise[j];
            }
        }

        return rows;
    }

    /// <summary>The mean negative log-density of rows.</summary>
    public double Surprise(double[] rows)
    {
        var width = _mean.Length;
        var solved = new double[width];
        double sum = 0;
        for (var start = 0; start < rows.Length; start += width)
        {
            for (var i = 0; i < width; i++)
            {
                solved[i] = rows[start + i] - _mean[i];
                for (var j = 0; j < i; j++) solved[i] -= _root[i][j] * solved[j];
                solved[i] /= _root[i][i];
                sum += (0.5 * (Math.Log(2 * Math.PI) + (solved[i] * solved[i]))) + Math.Log(_root[i][i]);
            }
        }

        return sum * width / rows.Length;
    }
}
