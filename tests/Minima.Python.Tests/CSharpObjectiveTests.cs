using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Minima.Trees;
using Minima.Writers;
using Xunit;

namespace Minima.Python.Tests;

/// <summary>Objectives that are written as C#, compiled, and driven in XGBoost's library through its C interface: the trees are those that the same objective written as Python gives in Python's xgboost.</summary>
public sealed class CSharpObjectiveTests
{
    private const int Rows = 600;
    private const int Columns = 4;
    private const int Rounds = 15;

    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal) { ["tree_method"] = "hist", ["max_depth"] = "3", ["eta"] = "0.3", ["nthread"] = "1", ["base_score"] = "0", ["disable_default_eval_metric"] = "1" };

    private static readonly (string Loss, string Target)[] Trained =
    [
        ("huber", "real"), ("mae", "real"), ("log_cosh", "real"), ("4*relu(t - p) + relu(p - t)", "real"), ("log(1 + (p - t)^2)", "real"), ("poisson", "count"), ("gamma_deviance", "positive"), ("bce", "unit"), ("sigmoid_focal", "unit"), ("cross_entropy", "classes"), ("softmax_focal", "classes"),
    ];

    [Fact]
    public async Task They_train_the_trees_of_the_Python_objectives()
    {
        var random = new Random(11);
        var x = Enumerable.Range(0, Rows * Columns).Select(_ => (float)Math.Round(random.NextDouble(), 3)).ToArray();
        float[] weight = [.. Enumerable.Range(0, Rows).Select(_ => (float)(0.5 + random.NextDouble()))];
        double Signal(int row) => (3 * x[row * Columns]) + Math.Sin(6 * x[(row * Columns) + 1]);
        var targets = new Dictionary<string, float[]>(StringComparer.Ordinal)
        {
            ["real"] = [.. Enumerable.Range(0, Rows).Select(row => (float)(Signal(row) + random.NextDouble()))],
            ["count"] = [.. Enumerable.Range(0, Rows).Select(row => (float)Math.Floor(Math.Abs(Signal(row)) + (2 * random.NextDouble())))],
            ["positive"] = [.. Enumerable.Range(0, Rows).Select(row => (float)(Math.Exp(Signal(row) / 2) * (0.5 + random.NextDouble())))],
            ["unit"] = [.. Enumerable.Range(0, Rows).Select(row => Signal(row) + random.NextDouble() > 2 ? 1f : 0)],
            ["classes"] = [.. Enumerable.Range(0, Rows).Select(row => Signal(row) + random.NextDouble() is var signal && signal > 2.5 ? 2f : signal > 1.5 ? 1 : 0)],
        };
        var losses = Array.ConvertAll(Trained, item => item.Loss.Contains('(', StringComparison.Ordinal) ? Loss.Parse(item.Loss) : Loss.Create(item.Loss));
        var objectives = Compiled(losses);
        var margins = objectives.Select((objective, i) => Margin(objective, targets[Trained[i].Target], weight, Trained[i].Target == "classes" ? 3 : 1)).ToArray();
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new
        {
            rows = x.Chunk(Columns),
            rounds = Rounds,
            settings = Settings,
            cases = losses.Select((loss, i) => new { source = ObjectiveSource.Write(loss, BoosterLibrary.XGBoost, FormulaLanguage.Python), target = targets[Trained[i].Target], margin = margins[i], weight }),
        }), TestContext.Current.CancellationToken);
        var theirs = JsonSerializer.Deserialize<double[][]>(await Python.RunWithXGBoostAsync(Path.Combine(AppContext.BaseDirectory, "csharp_objectives.py"), file))!;
        File.Delete(file);
        using var library = new Library();
        for (var i = 0; i < losses.Length; i++)
        {
            var ours = library.Train(objectives[i], x, targets[Trained[i].Target], weight, margins[i]);
            var scale = theirs[i].Max(Math.Abs);
            var (worst, at) = ours.Select((score, k) => (Math.Abs(score - theirs[i][k]), k)).Max();
            TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"{Trained[i].Loss}: scores differ by at most {worst:G2} of {scale:G3}"));
            Assert.True(worst <= 1e-4 * scale, FormattableString.Invariant($"{Trained[i].Loss}, score {at}: {ours[at]} by C#, {theirs[i][at]} by Python"));
            Assert.True(MeanLoss(objectives[i], ours, targets[Trained[i].Target], weight) < 0.95 * MeanLoss(objectives[i], margins[i], targets[Trained[i].Target], weight), Trained[i].Loss);
        }
    }

    private static Type[] Compiled(Loss[] losses)
    {
        string Room(int i) => $"Of{i.ToString(CultureInfo.InvariantCulture)}";
        var trees = losses.Select((loss, i) => CSharpSyntaxTree.ParseText(ObjectiveSource.Write(loss, BoosterLibrary.XGBoost, FormulaLanguage.CSharp).Replace("public static class ", $"namespace {Room(i)} {{ public static class ", StringComparison.Ordinal) + "}"));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
        using var image = new MemoryStream();
        var emitted = CSharpCompilation.Create("driven", trees, references, new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release)).Emit(image);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(5)));
        var types = Assembly.Load(image.ToArray()).GetTypes();
        return [.. losses.Select((_, i) => types.Single(type => type.Namespace == Room(i) && type.Name.EndsWith("Objective", StringComparison.Ordinal)))];
    }

    /// <summary>The start of every row, row after row.</summary>
    private static float[] Margin(Type objective, float[] target, float[] weight, int classes)
    {
        var start = objective.GetMethod("Start")!.Invoke(null, classes > 1 ? [classes, target, weight] : [target, weight])!;
        double[] scores = start as double[] ?? [(double)start];
        return [.. Enumerable.Range(0, target.Length * classes).Select(i => (float)scores[i % classes])];
    }

    private static double MeanLoss(Type objective, float[] scores, float[] target, float[] weight) =>
        (double)objective.GetMethod("Loss")!.Invoke(null, scores.Length > target.Length ? [scores, scores.Length / target.Length, target, weight] : [scores, target, weight])!;

    /// <summary>As much of XGBoost's C interface as the first lines of a written objective name.</summary>
    private sealed unsafe class Library : IDisposable
    {
        private readonly nint _library = NativeLibrary.Load(Environment.GetEnvironmentVariable("MINIMA_XGBOOST") is { Length: > 0 } given ? given : "libxgboost.so.0");

        public void Dispose() => NativeLibrary.Free(_library);

        /// <summary>Raw scores of the rows after the rounds.</summary>
        public float[] Train(Type objective, float[] x, float[] target, float[] weight, float[] margin)
        {
            var classes = margin.Length / target.Length;
            nint matrix, booster;
            fixed (float* cells = x) Check(((delegate* unmanaged<float*, ulong, ulong, float, nint*, int>)Of("XGDMatrixCreateFromMat"))(cells, (ulong)target.Length, (ulong)(x.Length / target.Length), float.NaN, &matrix));
            Give(matrix, "label", target);

            // Beside the slopes, which the objective weighs, the cuts of the columns go by weights.
            Give(matrix, "weight", weight);
            Give(matrix, "base_margin", margin);
            Check(((delegate* unmanaged<nint*, ulong, nint*, int>)Of("XGBoosterCreate"))(&matrix, 1, &booster));
            foreach (var (name, value) in Settings) Set(booster, name, value);
            if (classes > 1) Set(booster, "num_class", classes.ToString(CultureInfo.InvariantCulture));
            var derivatives = objective.GetMethod("Derivatives")!;
            float[] gradient = new float[margin.Length], hessian = new float[margin.Length];
            for (var round = 0; round < Rounds; round++)
            {
                var scores = Scores(booster, matrix);
                derivatives.Invoke(null, classes > 1 ? [scores, classes, target, weight, gradient, hessian] : [scores, target, weight, gradient, hessian]);
                fixed (float* g = gradient, h = hessian) Check(((delegate* unmanaged<nint, nint, float*, float*, ulong, int>)Of("XGBoosterBoostOneIter"))(booster, matrix, g, h, (ulong)gradient.Length));
            }

            var all = Scores(booster, matrix);
            Check(((delegate* unmanaged<nint, int>)Of("XGBoosterFree"))(booster));
            Check(((delegate* unmanaged<nint, int>)Of("XGDMatrixFree"))(matrix));
            return all;
        }

        private float[] Scores(nint booster, nint matrix)
        {
            ulong length;
            float* scores;
            Check(((delegate* unmanaged<nint, nint, int, uint, int, ulong*, float**, int>)Of("XGBoosterPredict"))(booster, matrix, 1, 0, 1, &length, &scores));
            return new ReadOnlySpan<float>(scores, (int)length).ToArray();
        }

        private void Give(nint matrix, string field, float[] values)
        {
            var name = Marshal.StringToCoTaskMemUTF8(field);
            fixed (float* numbers = values) Check(((delegate* unmanaged<nint, nint, float*, ulong, int>)Of("XGDMatrixSetFloatInfo"))(matrix, name, numbers, (ulong)values.Length));
            Marshal.FreeCoTaskMem(name);
        }

        private void Set(nint booster, string name, string value)
        {
            nint key = Marshal.StringToCoTaskMemUTF8(name), text = Marshal.StringToCoTaskMemUTF8(value);
            Check(((delegate* unmanaged<nint, nint, nint, int>)Of("XGBoosterSetParam"))(booster, key, text));
            Marshal.FreeCoTaskMem(key);
            Marshal.FreeCoTaskMem(text);
        }

        private void Check(int code)
        {
            if (code != 0) throw new InvalidOperationException(Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)Of("XGBGetLastError"))()));
        }

        private nint Of(string function) => NativeLibrary.GetExport(_library, function);
    }
}
