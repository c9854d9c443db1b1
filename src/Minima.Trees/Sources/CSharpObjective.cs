using System.Globalization;
using System.Text;

namespace Minima.Trees;

/// <summary>Writes an objective as a static C# class, for the boosters' C interfaces.</summary>
internal static class CSharpObjective
{
    public static string Write(ObjectiveFormula objective, BoosterLibrary library)
    {
        var names = Array.ConvertAll(objective.Functions, function => ObjectiveFormula.NameAfter("public static double ", function));
        var functions = string.Join('\n', objective.Functions.Select(function => Indented(function.TrimEnd('\n'))));
        var columns = objective.Columns.Length == 0 ? "" : $"// Columns: {string.Join(", ", objective.Columns)}, in this order, one number for each row.\n";
        return new StringBuilder().Append(CultureInfo.InvariantCulture, $$"""
            // {{objective.Loss.ReplaceLineEndings(" ")}} as an objective of {{(library == BoosterLibrary.XGBoost ? "XGBoost" : "LightGBM")}}, written by Minima.
            // Curvature: {{objective.Curvature}} ({{objective.Reason}}).
            // In each round: Derivatives of the training rows' raw scores, then {{(library == BoosterLibrary.XGBoost ? "XGBoosterBoostOneIter(booster, train, gradient, hessian, (ulong)gradient.Length)" : "LGBM_BoosterUpdateOneIterCustom(booster, gradient, hessian, out finished)")}}.
            // The scores begin with Start: {{(library == BoosterLibrary.XGBoost ? "set base_score to it (one score), or base_margin of train and of the rows predicted" : "add it to what the booster predicts as raw score")}}.
            {{columns}}using System;
            using System.Linq;

            public static class {{names[0]}}Objective
            {
            {{(objective.HasClasses ? Classes(objective, names, library) : Points(objective, names))}}
            {{functions}}
            }

            """).ToString();
    }

    private static string Indented(string text) => string.Join('\n', text.Split('\n').Select(line => line.Length == 0 ? "" : "    " + line)) + "\n";

    private static string Points(ObjectiveFormula objective, string[] names)
    {
        var hasColumns = objective.Columns.Length > 0;
        var (parameter, given) = hasColumns ? (", float[][] columns", ", columns") : ("", "");
        var arguments = string.Join(", ", objective.Arguments.Select(argument => argument.StartsWith("columns", StringComparison.Ordinal) ? argument + "[i]" : argument == "target" ? "target[i]" : argument));
        var prediction = Mapped(objective.Map);
        var chain = objective.Map switch
        {
            ScoreMap.Exp => "\n            (slope, exact) = (slope * prediction, exact * prediction * prediction + slope * prediction);",
            ScoreMap.Logistic => "\n            var first = prediction * (1 - prediction);\n            (slope, exact) = (slope * first, exact * first * first + slope * first * (1 - 2 * prediction));",
            _ => "",
        };
        var (before, stand) = objective.Curvature switch
        {
            Curvature.Weight => ("""

                        var sizes = new double[target.Length];
                        for (var i = 0; i < sizes.Length; i++) sizes[i] = Math.Abs((double)scores[i] - target[i]);
                        var ordered = sizes.Order().ToArray();
                        var median = ordered[ordered.Length / 2] > 0 ? ordered[ordered.Length / 2] : sizes.Average();
                """, "sizes[i] >= median && sizes[i] > 0 ? Math.Abs(slope) / sizes[i] : median > 0 ? Math.Max(exact, Math.Abs(slope) / median) : exact"),
            Curvature.Constant => ("", "1.0"),
            Curvature.Bound => ("", Number(objective.Level)),
            Curvature.Exact => ("", "exact"),
            _ => ("", "Math.Max(exact, 1e-16)"),
        };
        var answer = Mapped(objective.Meaning);
        var inverse = objective.Meaning switch
        {
            ScoreMap.Exp => "Math.Log(place)",
            ScoreMap.Logistic => "Math.Log(place) - Math.Log(1 - place)",
            ScoreMap.HalfLogistic => "Math.Atanh(2 * place - 1)",
            _ => "place",
        };
        return $$"""
                /// <summary>Slopes and curvatures with respect to the raw score, times the weights (an empty array: 1 each).</summary>
                public static void Derivatives(float[] scores, float[] target, float[] weight{{parameter}}, float[] gradient, float[] hessian)
                {{{before}}
                    for (var i = 0; i < target.Length; i++)
                    {
                        double score = scores[i];
                        var prediction = {{prediction}};
                        var (slope, exact) = ({{names[1]}}({{arguments}}), {{names[2]}}({{arguments}}));{{chain}}
                        var curvature = {{stand}};
                        var factor = weight.Length == 0 ? 1.0 : weight[i];
                        gradient[i] = (float)(slope * factor);
                        hessian[i] = (float)(curvature * factor);
                    }
                }

                /// <summary>The mean loss of raw scores.</summary>
                public static double Loss(float[] scores, float[] target, float[] weight{{parameter}}) => Mean(i => scores[i], target, weight{{given}});

                /// <summary>The constant score with the lowest mean loss: golden sections in the lowest valleys of a grid.</summary>
                public static double Start(float[] target, float[] weight{{parameter}})
                {
                    double At(double score) => Mean(_ => score, target, weight{{given}}) is var value && double.IsFinite(value) ? value : double.PositiveInfinity;
                    var sorted = target.Order().ToArray();
                    var places = Enumerable.Range(0, 101).Select(i => (double)sorted[i * (sorted.Length - 1) / 100]);
                    var grid = places.Select(place => {{inverse}}).Where(double.IsFinite).Append(target.Average()).Concat(Enumerable.Range(0, 41).Select(i => i * 0.5 - 10)).Distinct().Order().ToList();
                    var values = grid.Select(At).ToList();
                    var best = Lowest();
                    for (var round = 0; best == 0 || best == grid.Count - 1; round++)
                    {
                        if (round == 60) throw new ArgumentException("no finite constant is best for these targets; there is nothing to boost");
                        var (at, span) = (best == 0 ? 0 : grid.Count, grid[^1] - grid[0]);
                        grid.Insert(at, best == 0 ? grid[0] - span : grid[^1] + span);
                        values.Insert(at, At(grid[at]));
                        best = Lowest();
                    }

                    var (found, least, golden) = (grid[best], values[best], (Math.Sqrt(5) - 1) / 2);
                    foreach (var i in Enumerable.Range(1, grid.Count - 2).Where(i => values[i] <= Math.Min(values[i - 1], values[i + 1])).OrderBy(i => values[i]).Take(40))
                    {
                        var (low, high) = (grid[i - 1], grid[i + 1]);
                        for (var round = 0; round < 60; round++)
                        {
                            var (left, right) = (high - golden * (high - low), low + golden * (high - low));
                            if (At(left) <= At(right)) high = right;
                            else low = left;
                        }

                        if (At((low + high) / 2) is var value && value < least) (found, least) = ((low + high) / 2, value);
                    }

                    return found;

                    int Lowest()
                    {
                        var all = Enumerable.Range(0, values.Count).Where(i => values[i] == values.Min()).ToArray();
                        return all[all.Length / 2];
                    }
                }

                /// <summary>The meaning of a raw score: a probability, a mean, or itself.</summary>
                public static double Answer(double score) => {{answer}};

                private static double Mean(Func<int, double> scores, float[] target, float[] weight{{parameter}})
                {
                    var (sum, total) = (0.0, 0.0);
                    for (var i = 0; i < target.Length; i++)
                    {
                        var score = scores(i);
                        var prediction = {{prediction}};
                        var factor = weight.Length == 0 ? 1.0 : weight[i];
                        sum += factor * {{names[0]}}({{arguments}});
                        total += factor;
                    }

                    return sum / total;
                }

            """;
    }

    private static string Mapped(ScoreMap map) => map switch
    {
        ScoreMap.Exp => "Math.Exp(score)",
        ScoreMap.Logistic => "1 / (1 + Math.Exp(-score))",
        ScoreMap.HalfLogistic => "1 / (1 + Math.Exp(-2 * score))",
        _ => "score",
    };

    private static string Classes(ObjectiveFormula objective, string[] names, BoosterLibrary library)
    {
        var factors = objective.Factors.Numbers is { IsDefault: false } list ? $"new[] {{ {string.Join(", ", list.Select(Number))} }}[k]" : Number(objective.Factors[0]);
        var stand = objective.Curvature switch
        {
            Curvature.Constant => "1.0",
            Curvature.Exact => "exact",
            _ => "Math.Max(exact, 1e-16)",
        };
        var place = library == BoosterLibrary.XGBoost ? "i * classes + k" : "k * target.Length + i";
        return $$"""
                /// <summary>Slopes and curvatures with respect to the raw score, times the weights (an empty array: 1 each); {{(library == BoosterLibrary.XGBoost ? "row after row" : "class after class")}}.</summary>
                public static void Derivatives(float[] scores, int classes, float[] target, float[] weight, float[] gradient, float[] hessian)
                {
                    var (logs, slopes, bends) = (new double[classes], new double[classes], new double[classes]);
                    for (var i = 0; i < target.Length; i++)
                    {
                        LogProbabilities(scores, i, target.Length, logs);
                        var (slope, bend) = (0.0, 0.0);
                        for (var k = 0; k < classes; k++)
                        {
                            var share = Share(k, (int)target[i], classes);
                            slope += slopes[k] = share == 0 ? 0 : share * {{names[1]}}(logs[k]);
                            bend += bends[k] = share == 0 ? 0 : share * {{names[2]}}(logs[k]);
                        }

                        var factor = weight.Length == 0 ? 1.0 : weight[i];
                        for (var k = 0; k < classes; k++)
                        {
                            var p = Math.Exp(logs[k]);
                            var exact = p * p * bend + bends[k] * (1 - 2 * p) - p * (1 - p) * slope;
                            gradient[{{place}}] = (float)((slopes[k] - p * slope) * factor);
                            hessian[{{place}}] = (float)({{stand}} * factor);
                        }
                    }
                }

                /// <summary>The mean loss of raw scores.</summary>
                public static double Loss(float[] scores, int classes, float[] target, float[] weight)
                {
                    var (logs, sum, total) = (new double[classes], 0.0, 0.0);
                    for (var i = 0; i < target.Length; i++)
                    {
                        LogProbabilities(scores, i, target.Length, logs);
                        var factor = weight.Length == 0 ? 1.0 : weight[i];
                        for (var k = 0; k < classes; k++)
                        {
                            if (Share(k, (int)target[i], classes) is > 0 and var share) sum += factor * share * {{names[0]}}(logs[k]);
                        }

                        total += factor;
                    }

                    return sum / total;
                }

                /// <summary>Scores to begin with: logarithms of the classes' shares.</summary>
                public static double[] Start(int classes, float[] target, float[] weight)
                {
                    var counts = new double[classes];
                    for (var i = 0; i < target.Length; i++) counts[(int)target[i]] += weight.Length == 0 ? 1.0 : weight[i];
                    return counts.Select(count => Math.Log(Math.Max(count, 0.5) / counts.Sum())).ToArray();
                }

                /// <summary>The probabilities of a row's classes.</summary>
                public static double[] Answer(double[] scores)
                {
                    var weights = scores.Select(score => Math.Exp(score - scores.Max())).ToArray();
                    return weights.Select(weight => weight / weights.Sum()).ToArray();
                }

                private static double Share(int k, int label, int classes) => ({{Number(objective.Smoothing)}} / classes + (k == label ? 1 - {{Number(objective.Smoothing)}} : 0)) * {{factors}};

                private static void LogProbabilities(float[] scores, int i, int rows, double[] logs)
                {
                    var classes = logs.Length;
                    for (var k = 0; k < classes; k++) logs[k] = scores[{{place.Replace("target.Length", "rows", StringComparison.Ordinal)}}];
                    var most = logs.Max();
                    var total = most + Math.Log(logs.Sum(score => Math.Exp(score - most)));
                    for (var k = 0; k < classes; k++) logs[k] -= total;
                }

            """;
    }

    /// <summary>A double literal, so that no division is an integer division.</summary>
    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture) + "d";
}
