using Minima.Training.Data;

namespace Minima.Training.Tests.Data;

public sealed class ArrayDataTests
{
    [Fact]
    public void BytesBecomeNumbers()
    {
        var data = new ArrayData(DataArray.Of("image", [0, 255, 51, 102], [2], mean: 0.5, deviation: 2), DataArray.Labels("y", [1, 0]));
        Assert.Equal([-0.25, 0.25, -0.15, -0.05], Tables.Features(data), (a, b) => Math.Abs(a - b) < 1e-7);
        Assert.Equal((ElementType.Single, 2), (data.Features[0].Type, data.Targets[0].Classes));
    }

    [Fact]
    public void ArraysThatDoNotFitAreRefused()
    {
        Refused("'x' has 5 numbers, which do not form whole rows of shape [2]", () => DataArray.Of("x", new float[5], [2]));
        Refused("cannot have the shape [0]", () => DataArray.Of("x", new float[5], [0]));
        Refused("2 rows in 'x' and 3 in 'y'", () => new ArrayData(DataArray.Of("x", new float[4], [2]), DataArray.Labels("y", [0, 1, 0])));
        Refused("label -1 in row 1", () => DataArray.Labels("y", [0, -1]));
        Refused("label 2 in row 1; labels from 0 to 1 are expected", () => DataArray.Labels("y", [0, 2], 2));
        Refused("2 rows and 1 weights", () => new ArrayData(DataArray.Of("x", new float[2], [1]), DataArray.Labels("y", [0, 1]), [1]));
        Refused("the weight NaN in row 1", () => new ArrayData(DataArray.Of("x", new float[2], [1]), DataArray.Labels("y", [0, 1]), [1, double.NaN]));
        Refused("has no features", () => new ArrayData([], [DataArray.Labels("y", [0, 1])]));
        Refused("finite numbers are expected", () => DataArray.Of("x", new byte[2], [1], deviation: 0));

        static void Refused(string part, Func<object> make) => Assert.Contains(part, Assert.Throws<TrainingException>(make).Message, StringComparison.Ordinal);
    }
}
