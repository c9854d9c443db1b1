using Minima.Examples.Boxes;
using Minima.Tensors.Randomness;

namespace Minima.Training.Tests.Proofs;

/// <summary>Boxes by regression, on fewer images than the page.</summary>
public sealed class BoxesExampleTests
{
    [SlowTheory]
    [InlineData("mse")]
    [InlineData("giou")]
    public void BoxesAreFound(string loss)
    {
        var random = new RandomState(1);
        var network = BoxTask.Trained(Loss.Create(loss), BoxImages.Draw(480, random.Fork("training")), 0.01, 15, 1);
        var test = BoxImages.Draw(200, random.Fork("test"));
        Assert.InRange(BoxTask.Overlaps(network, test).Average(), 0.45, 1);
        Assert.All(BoxTask.Predicted(network, test).Chunk(4), box => Assert.True(box[0] < box[2] && box[1] < box[3]));
    }

    [Fact]
    public void OverlapsAreShares()
    {
        Assert.Equal(1, BoxImages.Overlap([1, 1, 3, 3], [1, 1, 3, 3]));
        Assert.Equal(1.0 / 7, BoxImages.Overlap([0, 0, 2, 2], [1, 1, 3, 3]), 1e-12);
        Assert.Equal(0, BoxImages.Overlap([0, 0, 1, 1], [2, 2, 3, 3]));
    }
}
