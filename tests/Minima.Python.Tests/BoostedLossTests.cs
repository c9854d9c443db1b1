using System.Runtime.InteropServices;
using Minima.Tensors.Randomness;
using Xunit;

namespace Minima.Python.Tests;

/// <summary>XGBoost trained with a loss of Minima through its C interface: gradients and curvature of the late deliveries of docs/library.md.</summary>
public sealed partial class BoostedLossTests
{
    private const string Library = "libxgboost.so.0";

    /// <summary>
    /// A loss of two straight lines has no second derivative: XGBoost then never splits and stays at the base score. With the policies its test loss
    /// falls below that of squared error.
    /// </summary>
    [Fact]
    public void Late_deliveries_are_boosted()
    {
        var loss = Loss.Parse("max(4*(t - p), p - t)");
        var (x, y) = Diabetes();
        var exact = TestLoss(loss, loss, Curvature.Exact, x, y);
        var squares = TestLoss(Loss.Create("half_mse"), loss, Curvature.Exact, x, y);
        var constant = TestLoss(loss, loss, Curvature.Constant, x, y, rate: "1"); // A step is a mean slope, 1 to 4 units of a target that spans 300.
        var weight = TestLoss(loss, loss, Curvature.Weight, x, y);
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"exact {exact:f1}, squares {squares:f1}, constant {constant:f1}, weight {weight:f1}"));
        var unmoved = loss.Value(Enumerable.Repeat(150.0, y.Length / 4).ToArray(), [.. y.Where((_, row) => row % 4 == 0).Take(y.Length / 4)]);
        Assert.Equal(unmoved, exact, 1e-3);
        Assert.True(squares < exact, $"squares {squares}, exact {exact}");
        Assert.True(constant < squares, $"constant {constant}, squares {squares}");
        Assert.True(weight < squares, $"weight {weight}, squares {squares}");
    }

    /// <summary>Trains on three rows of four from the base score 150, and judges the others.</summary>
    private static double TestLoss(Loss loss, Loss judge, Curvature curvature, float[][] x, double[] y, string rate = "0.3")
    {
        var training = Enumerable.Range(0, y.Length).Where(row => row % 4 != 0).ToArray();
        var test = Enumerable.Range(0, y.Length).Where(row => row % 4 == 0).Take(y.Length / 4).ToArray();
        var width = x[0].Length;
        Check(XGDMatrixCreateFromMat([.. training.SelectMany(row => x[row])], (ulong)training.Length, (ulong)width, float.NaN, out var data));
        Check(XGDMatrixCreateFromMat([.. test.SelectMany(row => x[row])], (ulong)test.Length, (ulong)width, float.NaN, out var held));
        Check(XGBoosterCreate([data], 1, out var booster));
        try
        {
            foreach (var (name, value) in new[] { ("tree_method", "exact"), ("max_depth", "3"), ("eta", rate), ("base_score", "150"), ("nthread", "1"), ("disable_default_eval_metric", "1"), ("min_child_weight", "1e-6"), ("lambda", "1") })
                Check(XGBoosterSetParam(booster, name, value));
            double[] target = [.. training.Select(row => y[row])];
            var (gradient, hessian) = (new double[training.Length], new double[training.Length]);
            for (var round = 0; round < 60; round++)
            {
                double[] prediction = [.. Predict(booster, data).Select(value => (double)value)];
                loss.Evaluate(new LossBatch<double> { Prediction = prediction, Target = target, Gradient = gradient, Hessian = hessian, Reduction = Reduction.Sum, Curvature = curvature });
                Check(XGBoosterBoostOneIter(booster, data, Array.ConvertAll(gradient, value => (float)value), Array.ConvertAll(hessian, value => (float)value), (ulong)training.Length));
            }

            return judge.Value([.. Predict(booster, held).Select(value => (double)value)], [.. test.Select(row => y[row])]);
        }
        finally
        {
            Check(XGBoosterFree(booster));
            Check(XGDMatrixFree(data));
            Check(XGDMatrixFree(held));
        }
    }

    private static float[] Predict(nint booster, nint data)
    {
        Check(XGBoosterPredict(booster, data, 0, 0, 0, out var length, out var result));
        var values = new float[(int)length];
        Marshal.Copy(result, values, 0, values.Length);
        return values;
    }

    private static (float[][] X, double[] Y) Diabetes()
    {
        var rows = File.ReadLines(Path.Combine(Minima.Examples.Repository.Root, "data", "diabetes.csv")).Skip(1)
            .Select(line => Array.ConvertAll(line.Split(','), cell => double.Parse(cell, System.Globalization.CultureInfo.InvariantCulture))).ToArray();
        return ([.. rows.Select(row => Array.ConvertAll(row[..^1], value => (float)value))], [.. rows.Select(row => row[^1])]);
    }

    private static void Check(int code)
    {
        if (code != 0) Assert.Fail(Marshal.PtrToStringUTF8(XGBGetLastError()) ?? "XGBoost failed");
    }

    [LibraryImport(Library)]
    private static partial nint XGBGetLastError();

    [LibraryImport(Library)]
    private static partial int XGDMatrixCreateFromMat([In] float[] values, ulong rows, ulong columns, float missing, out nint data);

    [LibraryImport(Library)]
    private static partial int XGDMatrixFree(nint data);

    [LibraryImport(Library)]
    private static partial int XGBoosterCreate([In] nint[] data, ulong count, out nint booster);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int XGBoosterSetParam(nint booster, string name, string value);

    [LibraryImport(Library)]
    private static partial int XGBoosterBoostOneIter(nint booster, nint data, [In] float[] gradient, [In] float[] hessian, ulong length);

    [LibraryImport(Library)]
    private static partial int XGBoosterPredict(nint booster, nint data, int options, uint trees, int training, out ulong length, out nint result);

    [LibraryImport(Library)]
    private static partial int XGBoosterFree(nint booster);
}
