namespace Minima.Lab.Preference;

/// <summary>All probabilities of a policy that sees the last two tokens and the position, so that its mean reward and its divergence are exact sums.</summary>
internal sealed class ExactPolicy
{
    private readonly double[][] _logs;

    private ExactPolicy(double[][] logs) => _logs = logs;

    /// <summary>Computes the probabilities of a model.</summary>
    public static ExactPolicy Of(ContextModel model)
    {
        // Rows a, b, a, b, ...: at every position each pair of tokens appears once.
        const int places = TokenWorld.Length - 1;
        var tokens = new int[TokenWorld.States * places];
        for (var i = 0; i < tokens.Length; i++) tokens[i] = i % places % 2 == 0 ? i / places / TokenWorld.Words : i / places % TokenWorld.Words;
        var logProbabilities = Fitting.Outputs(() => model.Forward(Tensor.Of(tokens, [TokenWorld.States, places])).LogSoftmax(^1));
        var logs = new double[TokenWorld.Answer][];
        for (var t = 0; t < TokenWorld.Answer; t++)
        {
            logs[t] = new double[TokenWorld.States * TokenWorld.Words];
            var place = TokenWorld.Prompt - 1 + t;
            for (var row = 0; row < TokenWorld.States; row++)
            {
                var (a, b) = (row / TokenWorld.Words, row % TokenWorld.Words);
                var state = place % 2 == 1 ? row : (b * TokenWorld.Words) + a;
                logProbabilities.AsSpan(((row * places) + place) * TokenWorld.Words, TokenWorld.Words).CopyTo(logs[t].AsSpan(state * TokenWorld.Words));
            }
        }

        return new(logs);
    }

    /// <summary>The policy with the highest reward at its divergence: reference times e^(reward / beta), computed from the last token to the first.</summary>
    public ExactPolicy Tilted(TokenWorld world, double beta)
    {
        var logs = new double[TokenWorld.Answer][];
        var after = new double[TokenWorld.States];
        for (var t = TokenWorld.Answer - 1; t >= 0; t--)
        {
            logs[t] = new double[_logs[t].Length];
            var now = new double[TokenWorld.States];
            for (var state = 0; state < TokenWorld.States; state++)
            {
                var last = state % TokenWorld.Words;
                var row = logs[t].AsSpan(state * TokenWorld.Words, TokenWorld.Words);
                for (var token = 0; token < TokenWorld.Words; token++) row[token] = _logs[t][(state * TokenWorld.Words) + token] + (world.Worth(last, token) / beta) + after[(last * TokenWorld.Words) + token];
                now[state] = LogSum(row);
                for (var token = 0; token < TokenWorld.Words; token++) row[token] -= now[state];
            }

            after = now;
        }

        return new(logs);
    }

    /// <summary>The mean reward of its answers, and KL(this || reference), for uniform prompts.</summary>
    public (double Reward, double Divergence) Judge(TokenWorld world, ExactPolicy reference)
    {
        var now = new double[TokenWorld.States];
        Array.Fill(now, 1.0 / TokenWorld.States);
        double reward = 0, divergence = 0;
        for (var t = 0; t < TokenWorld.Answer; t++)
        {
            var next = new double[TokenWorld.States];
            for (var state = 0; state < TokenWorld.States; state++)
            {
                var last = state % TokenWorld.Words;
                for (var token = 0; token < TokenWorld.Words; token++)
                {
                    var log = _logs[t][(state * TokenWorld.Words) + token];
                    var share = now[state] * Math.Exp(log);
                    reward += share * world.Worth(last, token);
                    divergence += share * (log - reference._logs[t][(state * TokenWorld.Words) + token]);
                    next[(last * TokenWorld.Words) + token] += share;
                }
            }

            now = next;
        }

        return (reward, Math.Max(0, divergence));
    }

    private static double LogSum(ReadOnlySpan<double> values)
    {
        var most = System.Numerics.Tensors.TensorPrimitives.Max(values);
        double sum = 0;
        foreach (var value in values) sum += Math.Exp(value - most);
        return most + Math.Log(sum);
    }
}
