using Minima.Tensors.Losses;
using Minima.Tensors.Randomness;

namespace Minima.Training.Tests.Regularization;

/// <summary>A penalty stands twice, as a loss of the catalogue and as a regularizer: both say the same of tall, wide, square and narrow matrices.</summary>
public sealed class TwinTests
{
    public static TheoryData<string, int, int> Matrices
    {
        get
        {
            var data = new TheoryData<string, int, int>();
            foreach (var name in Twins.Keys)
            {
                foreach (var (rows, columns) in new[] { (2, 5), (5, 2), (3, 3), (1, 4), (4, 1), (7, 6) }) data.Add(name, rows, columns);
            }

            return data;
        }
    }

    private static Dictionary<string, (Func<Tensor, Tensor> Loss, Func<Parameter[], Regularizer> Penalty)> Twins { get; } = new(StringComparer.Ordinal)
    {
        ["l1"] = (w => new L1Regularization(0.3).Apply(w), p => new L1Penalty(p, 0.3)),
        ["l2"] = (w => new L2Regularization(0.3, Half: true).Apply(w), p => new L2Penalty(p, 0.3)),
        ["elastic_net"] = (w => new ElasticNet(0.3, 0.25).Apply(w), p => new ElasticNetPenalty(p, 0.3 * 0.25, 0.3 * 0.75)),
        ["group_lasso"] = (w => new GroupLasso(0.3).Apply(w), p => new GroupLassoPenalty(p, 0.3)),
        ["orthogonal"] = (w => new Orthogonality(0.3, false).Apply(w), p => new OrthogonalPenalty(p, 0.3)),
        ["spectral"] = (w => new SpectralNorm(0.3).Apply(w), p => new SpectralPenalty(p, 0.3)),
    };

    [Theory]
    [MemberData(nameof(Matrices))]
    public void Values_and_gradients_are_equal(string name, int rows, int columns)
    {
        var (loss, penalty) = Twins[name];
        var layer = new Linear(rows, columns, new RandomState(3), type: ElementType.Double);
        var weight = layer.Parameters[0];
        var regularizer = penalty([weight]);
        Assert.Equal(loss(weight.Value).Item(), regularizer.Value(), 1e-9);

        // Kinked penalties add no gradient: they move the weights after the step.
        layer.Forward(Tensor.Ones([1, rows], ElementType.Double)).Sum().Backward();
        var before = weight.Gradient.ToArray();
        regularizer.AddGradient();
        var added = weight.Gradient.ToArray().Zip(before, (after, first) => after - first).ToArray();
        if (added.All(x => x == 0)) return;
        var want = Autograd.Gradient(loss(weight.Value), [weight.Value])[0].ToArray();
        for (var i = 0; i < want.Length; i++) Assert.Equal(want[i], added[i], 1e-7);
    }
}
