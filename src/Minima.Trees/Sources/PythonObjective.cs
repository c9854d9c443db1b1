using System.Globalization;
using System.Text;

namespace Minima.Trees;

/// <summary>Writes an objective as a Python module.</summary>
internal static class PythonObjective
{
    public static string Write(ObjectiveFormula objective, BoosterLibrary library)
    {
        var (imports, blocks, names) = Functions(objective);
        var module = new StringBuilder();
        module.Append("\"\"\"").Append(objective.Loss.Replace("\\", "\\\\", StringComparison.Ordinal)).Append(" as an objective of ").Append(LibraryName(library)).Append(", written by Minima.\n\n");
        module.Append("Curvature: ").Append(objective.Curvature).Append(" (").Append(objective.Reason).Append(").\n");
        module.Append("Score: ").Append(ScoreWords(objective)).Append("\n\n").Append(Usage(objective, library)).Append("\"\"\"\n");
        foreach (var line in imports) module.Append(line).Append('\n');
        foreach (var block in blocks) module.Append("\n\n").Append(block).Append('\n');
        module.Append("\n\n").Append(objective.HasClasses ? Classes(objective, names) : Points(objective, names));
        module.Append("\n\n").Append(Hooks(objective, library));
        return module.ToString();
    }

    private static string LibraryName(BoosterLibrary library) => library == BoosterLibrary.LightGbm ? "LightGBM" : library.ToString();

    /// <summary>Merges the functions' modules: each import and each helper once.</summary>
    private static (List<string> Imports, List<string> Blocks, string[] Names) Functions(ObjectiveFormula objective)
    {
        var (imports, blocks) = (new List<string>(), new List<string>());
        foreach (var function in objective.Functions)
        {
            var parts = function.TrimEnd('\n').Split("\n\n\n");
            imports.AddRange(parts[0].Split('\n').Where(line => !imports.Contains(line, StringComparer.Ordinal)));
            blocks.AddRange(parts.Skip(1).Where(block => !blocks.Contains(block, StringComparer.Ordinal)));
        }

        return (imports, blocks, Array.ConvertAll(objective.Functions, function => ObjectiveFormula.NameAfter("\ndef ", function)));
    }

    private static string ScoreWords(ObjectiveFormula objective) => (objective.Map, objective.Answer) switch
    {
        (ScoreMap.Exp, _) => "the logarithm of the prediction.",
        (ScoreMap.Logistic, _) => "the logit of the prediction.",
        (_, ScoreMap.Exp) => "the logarithm of the mean.",
        (_, ScoreMap.Logistic) => "the logit of the probability.",
        (_, ScoreMap.HalfLogistic) => "half the logit of the probability.",
        (_, ScoreMap.Softmax) => "one for each class; their softmax is the probabilities.",
        _ => "the prediction itself.",
    };

    private static string Usage(ObjectiveFormula objective, BoosterLibrary library)
    {
        var columns = string.Join(", ", objective.Columns);
        var hasColumns = objective.Columns.Length > 0;
        var first = hasColumns ? $"start(y, columns=[{columns}])" : "start(y)";
        var (called, judged) = hasColumns ? ($"make_objective([{columns}])", $"make_metric([{columns}])") : ("objective", "metric");
        var (rows, scores) = objective.HasClasses ? ("np.tile(first, (len(y), 1))", "np.tile(first, (len(Z), 1))") : ("np.full(len(y), first)", "np.full(len(Z), first)");
        var classes = objective.HasClasses ? "\"num_class\": len(first), " : "";
        return library switch
        {
            BoosterLibrary.XGBoost => $$"""
                    first = {{first}}
                    data = xgboost.DMatrix(X, y, base_margin={{rows}})
                    booster = xgboost.train({{{classes}}"disable_default_eval_metric": 1}, data, 100, obj={{called}}, custom_metric={{judged}})
                    answers = answer(booster.predict(xgboost.DMatrix(Z, base_margin={{scores}}), output_margin=True))

                """,
            BoosterLibrary.LightGbm => $$"""
                    first = {{first}}
                    data = lightgbm.Dataset(X, y, init_score={{rows}})
                    booster = lightgbm.train({{{classes}}"objective": {{called}}, "metric": "none"}, data, 100, feval={{judged}})
                    answers = answer(booster.predict(Z, raw_score=True) + first)

                """,
            _ => $$"""
                    first = {{first}}
                    data = catboost.Pool(X, y, baseline={{rows}})
                    model = catboost.CatBoost({"loss_function": Objective(), "eval_metric": Metric(), "iterations": 100}).fit(data)
                    answers = answer(model.predict(Z, prediction_type="RawFormulaVal") + first)

                """,
        };
    }

    private static string Points(ObjectiveFormula objective, string[] names)
    {
        var arguments = string.Join(", ", objective.Arguments);
        var prediction = Mapped(objective.Map);
        var chain = objective.Map switch
        {
            ScoreMap.Exp => "    gradient, exact = gradient * prediction, exact * prediction**2 + gradient * prediction\n",
            ScoreMap.Logistic => "    first = prediction * (1 - prediction)\n    gradient, exact = gradient * first, exact * first**2 + gradient * first * (1 - 2 * prediction)\n",
            _ => "",
        };
        var inverse = objective.Meaning switch
        {
            ScoreMap.Exp => "np.log(places)",
            ScoreMap.Logistic => "np.log(places) - np.log1p(-places)",
            ScoreMap.HalfLogistic => "np.arctanh(2 * places - 1)",
            _ => "places",
        };
        return $$""""
            def loss(scores, target, weight=None, columns=()):
                """The mean loss of raw scores."""
                prediction, target = {{prediction.Replace("scores", "np.asarray(scores, dtype=float)", StringComparison.Ordinal)}}, np.asarray(target, dtype=float)
                values = {{names[0]}}({{arguments}}) + np.zeros(len(target))
                return np.average(values, weights=weight if weight is not None and len(weight) else None)


            def derivatives(scores, target, weight=None, columns=()):
                """Slopes and curvatures with respect to the raw score, times the weights."""
                scores, target = np.asarray(scores, dtype=float), np.asarray(target, dtype=float)
                prediction = {{prediction}}
                gradient = {{names[1]}}({{arguments}}) + np.zeros(len(target))
                exact = {{names[2]}}({{arguments}}) + np.zeros(len(target))
            {{chain}}{{Stand(objective)}}
                if weight is not None and len(weight):
                    gradient, hessian = gradient * np.asarray(weight), hessian * np.asarray(weight)
                return gradient, hessian


            def start(target, weight=None, columns=()):
                """The constant score with the lowest mean loss: golden sections in the lowest valleys of a grid."""
                target = np.asarray(target, dtype=float)

                def mean(score):
                    with np.errstate(all="ignore"):
                        value = loss(np.full(len(target), score), target, weight, columns)
                    return value if np.isfinite(value) else np.inf

                with np.errstate(all="ignore"):
                    places = np.quantile(target, np.linspace(0, 1, 101))
                    grid = {{inverse}}
                grid = np.unique(np.concatenate([grid[np.isfinite(grid)], [np.mean(target)], np.linspace(-10, 10, 41)]))
                values = np.array([mean(score) for score in grid])
                for _ in range(60):
                    lowest = np.flatnonzero(values == np.min(values))
                    best, span = int(lowest[len(lowest) // 2]), grid[-1] - grid[0]
                    if 0 < best < len(grid) - 1:
                        break
                    place, further = (0, grid[0] - span) if best == 0 else (len(grid), grid[-1] + span)
                    grid, values = np.insert(grid, place, further), np.insert(values, place, mean(further))
                else:
                    raise ValueError("no finite constant is best for these targets; there is nothing to boost")
                found, least = grid[best], values[best]
                valleys = [i for i in range(1, len(grid) - 1) if values[i] <= min(values[i - 1], values[i + 1])]
                for i in sorted(valleys, key=lambda i: values[i])[:40]:
                    low, high, golden = grid[i - 1], grid[i + 1], (5**0.5 - 1) / 2
                    for _ in range(60):
                        left, right = high - golden * (high - low), low + golden * (high - low)
                        if mean(left) <= mean(right):
                            high = right
                        else:
                            low = left
                    if mean((low + high) / 2) < least:
                        found, least = (low + high) / 2, mean((low + high) / 2)
                return float(found)


            def answer(scores):
                """What raw scores stand for."""
                scores = np.asarray(scores, dtype=float)
                return {{Mapped(objective.Meaning)}}

            """";
    }

    private static string Mapped(ScoreMap map) => map switch
    {
        ScoreMap.Exp => "np.exp(scores)",
        ScoreMap.Logistic => "1 / (1 + np.exp(-scores))",
        ScoreMap.HalfLogistic => "1 / (1 + np.exp(-2 * scores))",
        _ => "scores",
    };

    private static string Stand(ObjectiveFormula objective) => objective.Curvature switch
    {
        Curvature.Weight => """
                size, slope = np.abs(scores - target), np.abs(gradient)
                median = np.sort(size)[len(size) // 2] or np.mean(size)
                with np.errstate(all="ignore"):
                    hessian = np.where((size >= median) & (size > 0), slope / size, np.maximum(exact, slope / median) if median > 0 else exact)
            """,
        Curvature.Constant => "    hessian = np.ones(len(target))",
        Curvature.Bound => $"    hessian = np.full(len(target), {Number(objective.Level)})",
        Curvature.Exact => "    hessian = exact",
        _ => "    hessian = np.maximum(exact, 1e-16)",
    };

    private static string Classes(ObjectiveFormula objective, string[] names)
    {
        var factors = objective.Factors.Numbers is { IsDefault: false } list ? $"np.array([{string.Join(", ", list.Select(Number))}])" : Number(objective.Factors[0]);
        var hessian = objective.Curvature switch
        {
            Curvature.Constant => "np.ones_like(gradient)",
            Curvature.Exact => "exact",
            _ => "np.maximum(exact, 1e-16)",
        };
        return $$""""
            def _shares(scores, target):
                """Logarithms of the probabilities, and the share of each class in a row's target."""
                scores, labels = np.asarray(scores, dtype=float), np.asarray(target).astype(int)
                log_p = scores - np.max(scores, axis=1, keepdims=True)
                log_p = log_p - np.log(np.sum(np.exp(log_p), axis=1, keepdims=True))
                classes = log_p.shape[1]
                share = np.full(log_p.shape, {{Number(objective.Smoothing)}} / classes)
                share[np.arange(len(labels)), labels] += 1 - {{Number(objective.Smoothing)}}
                return log_p, share * {{factors}}


            def loss(scores, target, weight=None):
                """The mean loss of raw scores, one row for each target."""
                log_p, share = _shares(scores, target)
                values = np.sum(np.where(share > 0, share * {{names[0]}}(log_p), 0.0), axis=1)
                return np.average(values, weights=weight if weight is not None and len(weight) else None)


            def derivatives(scores, target, weight=None):
                """Slopes and curvatures with respect to the raw score, times the weights."""
                log_p, share = _shares(scores, target)
                p = np.exp(log_p)
                slope = np.where(share > 0, share * {{names[1]}}(log_p), 0.0)
                bend = np.where(share > 0, share * {{names[2]}}(log_p), 0.0)
                slopes, bends = np.sum(slope, axis=1, keepdims=True), np.sum(bend, axis=1, keepdims=True)
                gradient = slope - p * slopes
                exact = p * p * bends + bend * (1 - 2 * p) - p * (1 - p) * slopes
                hessian = {{hessian}}
                if weight is not None and len(weight):
                    gradient, hessian = gradient * np.asarray(weight)[:, None], hessian * np.asarray(weight)[:, None]
                return gradient, hessian


            def start(target, weight=None):
                """The constant scores with the lowest mean loss: from the logarithms of the classes' shares, by damped steps."""
                labels = np.asarray(target).astype(int)
                counts = np.bincount(labels, weights=weight if weight is not None and len(weight) else None, minlength=2)
                scores = np.log(np.maximum(counts, 0.5) / np.sum(counts))
                value = loss(np.tile(scores, (len(labels), 1)), labels, weight)
                for _ in range(200):
                    gradient, hessian = derivatives(np.tile(scores, (len(labels), 1)), labels, weight)
                    step = np.sum(gradient, axis=0) / np.maximum(np.sum(hessian, axis=0), 1e-12)
                    while np.max(np.abs(step)) > 1e-10:
                        other = loss(np.tile(scores - step, (len(labels), 1)), labels, weight)
                        if other < value:
                            scores, value = scores - step, other
                            break
                        step = step / 2
                    else:
                        break
                return scores


            def answer(scores):
                """The probabilities of the classes."""
                weights = np.exp(scores - np.max(scores, axis=1, keepdims=True))
                return weights / np.sum(weights, axis=1, keepdims=True)

            """";
    }

    private static string Hooks(ObjectiveFormula objective, BoosterLibrary library)
    {
        if (library == BoosterLibrary.CatBoost) return objective.HasClasses ? CatBoostClasses : CatBoostPoints;
        var arguments = objective.Columns.Length > 0 ? "scores, data.get_label(), data.get_weight(), columns" : "scores, data.get_label(), data.get_weight()";
        var result = $"\"minima\", float(loss({arguments})){(library == BoosterLibrary.XGBoost ? "" : ", False")}";
        var flat = objective.HasClasses && library == BoosterLibrary.XGBoost
            ? $$"""
                  gradient, hessian = derivatives({{arguments}})
                  import xgboost

                  if tuple(int(part) for part in xgboost.__version__.split(".")[:2]) < (2, 1):
                      gradient, hessian = gradient.reshape(-1, 1), hessian.reshape(-1, 1)
                  return gradient, hessian
              """
            : $"    return derivatives({arguments})";
        if (objective.Columns.Length == 0)
        {
            return $$""""
                def objective(scores, data):
                    """What {{LibraryName(library)}} calls in each round."""
                {{flat}}


                def metric(scores, data):
                    """The mean loss, under the name minima."""
                    return {{result}}

                """";
        }

        return $$""""
            def make_objective(columns):
                """The function that {{LibraryName(library)}} calls in each round. Columns: {{string.Join(", ", objective.Columns)}} of the training rows, in this order."""
                columns = [np.asarray(column, dtype=float) for column in columns]

                def objective(scores, data):
                    return derivatives({{arguments}})

                return objective


            def make_metric(columns):
                """The mean loss, under the name minima. Columns: those of the rows that are judged."""
                columns = [np.asarray(column, dtype=float) for column in columns]

                def metric(scores, data):
                    return {{result}}

                return metric

            """";
    }

    private const string CatBoostPoints = """"
        class Objective:
            """What CatBoost calls in each round. It maximises, so that the signs are turned."""

            def calc_ders_range(self, approxes, targets, weights):
                scores, target = [np.array([values[i] for i in range(len(values))], dtype=float) for values in (approxes, targets)]
                weight = None if weights is None else np.array([weights[i] for i in range(len(weights))], dtype=float)
                gradient, hessian = derivatives(scores, target, weight)
                return list(zip((-gradient).tolist(), (-hessian).tolist()))


        class Metric:
            """The mean loss."""

            def is_max_optimal(self):
                return False

            def evaluate(self, approxes, target, weight):
                weights = np.ones(len(target)) if weight is None else np.array([weight[i] for i in range(len(target))], dtype=float)
                scores = np.array([approxes[0][i] for i in range(len(target))], dtype=float)
                return float(loss(scores, [target[i] for i in range(len(target))], weights) * np.sum(weights)), float(np.sum(weights))

            def get_final_error(self, error, weight):
                return error / (weight + 1e-38)

        """";

    private const string CatBoostClasses = """"
        class Objective:
            """What CatBoost calls for each row. It maximises, so that the signs are turned; the second derivatives are those of the diagonal."""

            def calc_ders_multi(self, approxes, target, weight):
                scores = np.array([[approxes[k] for k in range(len(approxes))]], dtype=float)
                gradient, hessian = derivatives(scores, [target], [weight])
                return (-gradient[0]).tolist(), np.diag(-hessian[0]).tolist()


        class Metric:
            """The mean loss."""

            def is_max_optimal(self):
                return False

            def evaluate(self, approxes, target, weight):
                weights = np.ones(len(target)) if weight is None else np.array([weight[i] for i in range(len(target))], dtype=float)
                scores = np.array([[column[i] for column in approxes] for i in range(len(target))], dtype=float)
                return float(loss(scores, [target[i] for i in range(len(target))], weights) * np.sum(weights)), float(np.sum(weights))

            def get_final_error(self, error, weight):
                return error / (weight + 1e-38)

        """";

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
