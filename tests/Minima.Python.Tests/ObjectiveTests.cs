using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Minima.Analysis;
using Minima.Tensors.Randomness;
using Minima.Trees;
using Minima.Writers;
using Xunit;

namespace Minima.Python.Tests;

/// <summary>Objectives for other boosters, executed: the numbers are Minima's, and XGBoost and LightGBM train with them. CatBoost cannot be installed here, so that its class is called by the test.</summary>
public sealed class ObjectiveTests
{
    private const int Rows = 40;

    private static readonly string[] Formulas = ["4*relu(t - p) + relu(p - t)", "log(1 + (p - t)^2)", "min((p - t)^2, 4)", "price*abs(p - t)^1.5 + qty*(p - t)^2"];

    private static readonly JsonSerializerOptions Words = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Losses that can be written: a sample of the catalogue, and every formula. The reason why each takes time is the proof of its traits.</summary>
    private static IEnumerable<Loss> Losses() =>
        Sweep.Sample([.. Catalogue.All.Where(entry => entry.Parameters.All(parameter => !parameter.IsRequired))], Sweep.Of(0.1, 0.3, 1), entry => entry.Key)
            .Select(entry => Loss.Create(entry.Key)).Concat(Formulas.Select(text => Loss.Parse(text)));

    /// <summary>Their sources, at scores and targets of ordinary size.</summary>
    private static IEnumerable<Point> Points()
    {
        var random = new RandomState(20);
        foreach (var loss in Losses())
        {
            foreach (var library in Enum.GetValues<BoosterLibrary>())
            {
                if (Source(loss, library) is { } source) yield return new(loss, library, source, random);
            }
        }
    }

    [Fact]
    public async Task Sources_give_the_numbers_of_Minima_and_boosters_train_with_them()
    {
        var points = Points().ToList();
        (string Loss, string Kind)[] trained =
        [
            ("mae", "real"), ("huber:delta=10", "real"), ("4*relu(t - p) + relu(p - t)", "real"), ("log(1 + ((p - t)/20)^2)", "real"),
            ("poisson", "count"), ("gamma_deviance", "positive"), ("sigmoid_focal", "unit"), ("bce", "unit"), ("cross_entropy", "classes"), ("softmax_focal", "classes"),
        ];
        static Loss Made(string text) => text.Split(':') is [var name, var given] ? Loss.Create(name, (given.Split('=')[0], double.Parse(given.Split('=')[1], CultureInfo.InvariantCulture))) : text.Contains('(', StringComparison.Ordinal) ? Loss.Parse(text) : Loss.Create(text);
        object[] Trained(BoosterLibrary library) => [.. trained.Select(item => new { source = ObjectiveSource.Write(Made(item.Loss), library, FormulaLanguage.Python), kind = item.Kind })];
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { points, xgboost = Trained(BoosterLibrary.XGBoost), lightgbm = Trained(BoosterLibrary.LightGbm) }, Words), TestContext.Current.CancellationToken);
        using var answer = JsonDocument.Parse(await Python.RunWithXGBoostAsync(Path.Combine(AppContext.BaseDirectory, "objectives.py"), file, Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "lib_lightgbm.so")));
        File.Delete(file);
        var wrong = points.Zip(answer.RootElement.GetProperty("points").EnumerateArray()).SelectMany(pair => pair.First.Differences(pair.Second)).ToList();
        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong of {points.Count}:\n{string.Join('\n', wrong.Take(30))}");
        Assert.True(points.Count >= Sweep.Of(20, 60, 250), $"{points.Count} sources");
        foreach (var booster in new[] { "xgboost", "lightgbm" })
        {
            foreach (var ((name, kind), run) in trained.Zip(answer.RootElement.GetProperty(booster).EnumerateArray()))
            {
                double Of(string key) => run.GetProperty(key).GetDouble();
                TestContext.Current.TestOutputHelper?.WriteLine($"{booster} {name}: {run}");
                Assert.True(Of("end") < 0.9 * Of("start"), $"{booster}, {name}: {run}");
                if (name == "bce" || kind == "classes") Assert.True(Of("low") >= 0 && Of("high") <= 1, $"{booster}, {name}: {run}");
                if (kind is "count" or "positive") Assert.True(Of("low") > 0, $"{booster}, {name}: {run}");
            }
        }
    }

    [Fact]
    public void Sources_of_CSharp_compile_and_give_the_numbers_of_Minima()
    {
        var random = new RandomState(21);
        var points = Losses().Select(loss => Source(loss, BoosterLibrary.XGBoost, FormulaLanguage.CSharp) is { } source ? new Point(loss, BoosterLibrary.XGBoost, source, random) : null).OfType<Point>().ToList();
        var trees = points.Select((point, i) => CSharpSyntaxTree.ParseText(point.Source.Replace("public static class ", $"namespace Of{i.ToString(CultureInfo.InvariantCulture)} {{ public static class ", StringComparison.Ordinal) + "}"));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create("objectives", trees, references, new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(5)));
        var assembly = Assembly.Load(image.ToArray());
        var wrong = points.SelectMany((point, i) => point.DifferencesOf(assembly.GetTypes().Single(type => type.Namespace == $"Of{i.ToString(CultureInfo.InvariantCulture)}" && type.Name.EndsWith("Objective", StringComparison.Ordinal)))).ToList();
        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong of {points.Count}:\n{string.Join('\n', wrong.Take(30))}");
    }

    private static string? Source(Loss loss, BoosterLibrary library, FormulaLanguage language = FormulaLanguage.Python)
    {
        try
        {
            return ObjectiveSource.Write(loss, library, language);
        }
        catch (BoostException)
        {
            return null;
        }
    }

    /// <summary>A source, numbers to call it with, and what Minima gives for them.</summary>
    private sealed class Point
    {
        private readonly Loss _loss;
        private readonly double[] _gradient;
        private readonly double[] _hessian;
        private readonly double[] _allowed;
        private readonly double _value;
        private readonly double _best = double.NaN;
        private readonly double _atBest;
        private readonly Func<double, double> _at;

        public Point(Loss loss, BoosterLibrary library, string source, RandomState random)
        {
            (_loss, Library, Source) = (loss, library.ToString(), source);
            Name = $"{loss}, {library}";
            Classes = loss.Entry.Row is null ? 1 : 3;
            double Single(double value) => (float)value;
            Weight = [.. Enumerable.Range(0, Rows).Select(_ => Single(0.5 + random.NextDouble()))];
            var raw = Enumerable.Range(0, Rows * Classes).Select(_ => Single(random.NextNormal() * 1.5)).ToArray();
            Scores = Classes == 1 ? raw : raw.Chunk(Classes).ToArray();
            var domain = Classes == 1 ? loss.DomainOf(TargetOf(loss)) : default;
            double[] target = [.. Enumerable.Range(0, Rows).Select(i => Single(Classes > 1 ? random.NextInt(Classes) : Draw(domain, random)))];
            Target = target;
            var names = Classes == 1 ? loss.Entry.Inputs.Where((input, i) => i > 0 && i != TargetOf(loss) && !loss.Entry.Parameters.Zip(loss.Parameters).Any(item => item.First.BindsInput == i && item.Second is double)).ToArray() : [];
            Columns = [.. names.Select(input => Enumerable.Range(0, Rows).Select(_ => Single(Draw(input.Domain, random))).ToArray())];

            var into = Classes == 1 ? loss.DomainOf(0) : Domain.Real;
            double[] Mapped(double[] scores) => into is { Low: 0, High: 1 } ? Array.ConvertAll(scores, s => 1 / (1 + Math.Exp(-s))) : into is { Low: 0 } ? Array.ConvertAll(scores, Math.Exp) : scores;
            var curvature = ObjectiveSource.CurvatureOf(loss).Curvature;
            (double Value, double[] Gradient, double[] Hessian) At(double[] scores, Curvature policy)
            {
                var (gradient, hessian) = (new double[raw.Length], new double[raw.Length]);
                var batch = new LossBatch<double> { Prediction = Mapped(scores), SampleWeight = Weight, Gradient = gradient, Hessian = hessian, Reduction = Reduction.Sum, Curvature = policy };
                if (Classes == 1) batch.Target = Target;
                else batch.Labels = Array.ConvertAll(Target, label => (int)label);
                if (Classes > 1) batch.Classes = Classes;
                for (var i = 0; i < names.Length; i++) batch[names[i].Name] = new LossInput<double> { Values = Columns[i] };
                return (loss.Evaluate(batch).Sum / Weight.Sum(), gradient, hessian);
            }

            double[] Slopes(double[] scores)
            {
                var (_, gradient, _) = At(scores, Curvature.Exact);
                var prediction = Mapped(scores);
                return [.. gradient.Select((slope, i) => into is { Low: 0, High: 1 } ? slope * prediction[i] * (1 - prediction[i]) : into is { Low: 0 } ? slope * prediction[i] : slope)];
            }

            _at = score => At(Array.ConvertAll(raw, _ => score), Curvature.Constant).Value;
            if (Classes == 1 && Columns.Length == 0)
            {
                _best = LossAnalysis.Of(loss).OptimalConstant(Target, Weight).Value;
                _best = into is { Low: 0, High: 1 } ? Math.Log(_best / (1 - _best)) : into is { Low: 0 } ? Math.Log(_best) : _best;
                _atBest = double.IsFinite(_best) ? _at(_best) : 0;
            }

            var level = curvature == Curvature.Bound ? LossAnalysis.Of(loss).CurvatureBound!.Value : 1;
            (_value, _, var hessian) = At(raw, curvature == Curvature.Bound ? Curvature.Constant : curvature);
            _hessian = Array.ConvertAll(hessian, item => level * item);
            _gradient = Slopes(raw);
            _allowed = Array.ConvertAll(_gradient, _ => 0.0);
            if (curvature is Curvature.Weight or Curvature.Constant or Curvature.Bound) return;

            // The second derivative with respect to the score, each class apart: a difference of slopes, within what a second difference differs by.
            double[] Difference(double width)
            {
                var result = new double[raw.Length];
                for (var k = 0; k < Classes; k++)
                {
                    double[] Moved(double by) => [.. raw.Select((score, i) => i % Classes == k ? score + by : score)];
                    var (up, down) = (Slopes(Moved(width)), Slopes(Moved(-width)));
                    for (var i = k; i < raw.Length; i += Classes) result[i] = (up[i] - down[i]) / (2 * width);
                }

                return result;
            }

            var (fine, coarse) = (Difference(1e-5), Difference(3e-5));
            for (var i = 0; i < raw.Length; i++)
            {
                var weight = Weight[i / Classes];
                (_hessian[i], _allowed[i]) = (curvature == Curvature.GaussNewton ? Math.Max(fine[i], 1e-16 * weight) : fine[i], 4 * Math.Abs(fine[i] - coarse[i]) + 1e-6 * (1 + Math.Abs(fine[i])));
            }
        }

        public string Name { get; }

        public string Library { get; }

        public string Source { get; }

        public object Scores { get; }

        public double[] Target { get; }

        public double[] Weight { get; }

        public double[][] Columns { get; }

        private int Classes { get; }

        public IEnumerable<string> Differences(JsonElement answer)
        {
            double[] Numbers(string key) => [.. answer.GetProperty(key).EnumerateArray().Select(item => item.GetDouble())];
            return Differences(Numbers("gradient"), Numbers("hessian"), answer.GetProperty("value").GetDouble(), Numbers("start"), 1e-9);
        }

        /// <summary>Those of a compiled class, in single precision.</summary>
        public IEnumerable<string> DifferencesOf(Type type)
        {
            float[] Single(double[] values) => Array.ConvertAll(values, value => (float)value);
            float[] scores = Scores is double[][] rows ? [.. rows.SelectMany(Single)] : Single((double[])Scores);
            var (gradient, hessian) = (new float[scores.Length], new float[scores.Length]);
            object[] classes = Classes > 1 ? [Classes] : [], columns = Columns.Length > 0 ? [Array.ConvertAll(Columns, Single)] : [];
            object Call(string method, params object[] arguments) => type.GetMethod(method)!.Invoke(null, arguments) ?? 0.0;
            Call("Derivatives", [scores, .. classes, Single(Target), Single(Weight), .. columns, gradient, hessian]);
            var value = (double)Call("Loss", [scores, .. classes, Single(Target), Single(Weight), .. columns]);
            return Differences(Array.ConvertAll(gradient, number => (double)number), Array.ConvertAll(hessian, number => (double)number), value, Start(), 1e-6);

            double[] Start()
            {
                try
                {
                    var start = Call("Start", [.. classes, Single(Target), Single(Weight), .. columns]);
                    return start as double[] ?? [(double)start];
                }
                catch (TargetInvocationException exception) when (exception.InnerException is ArgumentException)
                {
                    return [];
                }
            }
        }

        private IEnumerable<string> Differences(double[] gradient, double[] hessian, double value, double[] start, double precision)
        {
            bool Near(double a, double b, double allowed) => Math.Abs(a - b) <= allowed + precision * (1 + Math.Abs(b));
            if (!Near(value, _value, 0)) yield return FormattableString.Invariant($"{Name}: the value is {value:R}, and Minima's {_value:R}");
            for (var i = 0; i < _gradient.Length; i++)
            {
                if (!Near(gradient[i], _gradient[i], 0)) yield return FormattableString.Invariant($"{Name}: the slope of row {i} is {gradient[i]:R}, and Minima's {_gradient[i]:R}");
                if (!Near(hessian[i], _hessian[i], _allowed[i])) yield return FormattableString.Invariant($"{Name}: the curvature of row {i} is {hessian[i]:R}, and Minima's {_hessian[i]:R}");
            }

            // None is finite where Minima finds none; else it is as good as Minima's. `periodic` has more valleys than the grid of the search has places.
            if (start.Length == 0 && double.IsFinite(_best)) yield return FormattableString.Invariant($"{Name}: no start is found, and Minima's best constant is {_best:R}");
            if (start.Length > 0 && (start.Length != Classes || !Array.TrueForAll(start, double.IsFinite))) yield return FormattableString.Invariant($"{Name}: the start is {string.Join(", ", start)}");
            if (Library == nameof(BoosterLibrary.XGBoost) && _loss.Entry.Key != "periodic" && start.Length == 1 && double.IsFinite(_best) && !Near(Math.Max(_at(start[0]), _atBest), _atBest, 1e-9)) yield return FormattableString.Invariant($"{Name}: the start {start[0]:R} has the loss {_at(start[0]):R}, and Minima's {_atBest:R}");
        }

        private static int TargetOf(Loss loss) => Math.Max(1, loss.Entry.Inputs.ToList().FindIndex(input => input.Name == "target"));

        private static double Draw(Domain domain, RandomState random) => domain switch
        {
            { Kind: DomainKind.Labels } => random.NextInt(2) == 0 ? domain.Low : domain.High,
            { Kind: DomainKind.Outside } => 3 * (random.NextInt(2) == 0 ? domain.Low : domain.High),
            { Low: double.NegativeInfinity } => random.NextNormal(),
            { High: double.PositiveInfinity } => domain.Low + Math.Exp(random.NextNormal()),
            _ => domain.Low + (domain.High - domain.Low) * (0.05 + 0.9 * random.NextDouble()),
        };
    }
}
