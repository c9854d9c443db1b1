namespace Minima.Cli.Compare;

/// <summary>Training and held-out rows as the model sees them: features standardised by the training rows alone.</summary>
internal sealed class Split
{
    private Split(double[] trainDesign, double[] trainTarget, double[] testDesign, double[] testTarget, int columns)
    {
        TrainDesign = trainDesign;
        TrainTarget = trainTarget;
        TestDesign = testDesign;
        TestTarget = testTarget;
        Columns = columns;
    }

    public double[] TrainDesign { get; }

    public double[] TrainTarget { get; }

    public double[] TestDesign { get; }

    public double[] TestTarget { get; }

    public int Columns { get; }

    public static Split Create(Dataset data, Fold fold)
    {
        var standardizer = Standardizer.Fit(data.Features, fold.Train);
        return new Split(
            standardizer.Transform(data.Features, fold.Train),
            Pick(data.Target.Values, fold.Train),
            standardizer.Transform(data.Features, fold.Test),
            Pick(data.Target.Values, fold.Test),
            data.Features.Columns.Length);
    }

    private static double[] Pick(double[] values, int[] rows) => Array.ConvertAll(rows, row => values[row]);
}
