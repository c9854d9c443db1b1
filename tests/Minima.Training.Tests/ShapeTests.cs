namespace Minima.Training.Tests;

/// <summary>Shapes: lengths, counts, and what is refused.</summary>
public class ShapeTests
{
    [Fact]
    public void ACollectionExpressionMakesAShape()
    {
        Shape shape = [64, 3, 8];
        Assert.Equal(3, shape.Rank);
        Assert.Equal(64 * 3 * 8, shape.Count);
        Assert.Equal(8, shape[^1]);
        Assert.Equal("[64, 3, 8]", shape.ToString());
    }

    [Fact]
    public void AScalarHasOneElementAndNoAxis()
    {
        Assert.Equal(1, Shape.Scalar.Count);
        Assert.Equal(0, Shape.Scalar.Rank);
        Assert.Equal(default, Shape.Scalar);
    }

    [Fact]
    public void AxesComeAndGo()
    {
        Shape shape = [2, 3];
        Assert.Equal([2, 4, 3], shape.Insert(1, 4));
        Assert.Equal([2, 3, 4], shape.Insert(2, 4));
        Assert.Equal([3], shape.Without(0));
        Assert.Equal([2, 7], shape.With(1, 7));
    }

    [Fact]
    public void ImpossibleShapesAreRefused()
    {
        Assert.Contains("negative length at axis 1", Assert.Throws<TrainingException>(() => Shape.Of(2, -1)).Message, StringComparison.Ordinal);
        Assert.Contains("at most 6", Assert.Throws<TrainingException>(() => Shape.Of(1, 1, 1, 1, 1, 1, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("elements", Assert.ThrowsAny<TrainingException>(() => Shape.Of(1 << 16, 1 << 16)).Message, StringComparison.Ordinal);
        Assert.Contains("no axis 2", Assert.Throws<TrainingException>(() => Shape.Of(1, 1)[2]).Message, StringComparison.Ordinal);
    }

}
