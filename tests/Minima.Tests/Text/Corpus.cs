namespace Minima.Tests.Text;

/// <summary>Losses of the catalogue, written as text: the same operations in the same order.</summary>
internal static class Corpus
{
    /// <summary>Key, text, and whether the operations are the same to the last bit.</summary>
    public static IReadOnlyList<(string Key, string Text, bool Exact)> All { get; } =
    [
        ("mse", "(p - t)^2", true),
        ("half_mse", "0.5 * (p - t) * (p - t)", true),
        ("mae", "abs(p - t)", true),
        ("linex", "exp_remainder(alpha * (p - t))", true),
        ("periodic", "2 * sinpi((p - t) / period) * sinpi((p - t) / period)", true),
        ("squared_epsilon_insensitive", "relu(abs(p - t) - epsilon)^2", true),
        ("berhu", "abs(p - t) < scale ? abs(p - t) : 0.5 * (abs(p - t) * (abs(p - t) / scale) + scale)", true),
        ("huber", "abs(p - t) < delta ? 0.5*abs(p - t)*abs(p - t) : delta*(abs(p - t) - 0.5*delta)", true),
        ("smooth_l1", "abs(p - t) < beta ? 0.5*abs(p - t)*(abs(p - t)/beta) : abs(p - t) - 0.5*beta", true),
        ("charbonnier", "hypot(p - t, epsilon)", true),
        ("epsilon_insensitive", "relu(abs(p - t) - epsilon)", true),
        ("log_cosh", "log_cosh(p - t)", true),
        ("logit_dist", "2*log_cosh(0.5*(p - t))", true),
        ("fair", "scale*scale*log_remainder(abs(p - t)/scale)", true),
        ("cauchy", "log1p_square(0.70710678118654752440*((p - t)/scale))", true),
        ("welsch", "-expm1(-0.5*clamp((p - t)/scale, -40, 40)*clamp((p - t)/scale, -40, 40))", true),
        ("tukey_biweight", "1/6*scale*scale*(clamp((p - t)/scale, -1, 1)^2 < 0.5 ? clamp((p - t)/scale, -1, 1)^2*(3 - clamp((p - t)/scale, -1, 1)^2*(3 - clamp((p - t)/scale, -1, 1)^2)) : 1 - (1 - clamp((p - t)/scale, -1, 1)^2)*((1 - clamp((p - t)/scale, -1, 1)^2)*(1 - clamp((p - t)/scale, -1, 1)^2)))", true),
        ("wing", "abs(p - t) < width ? width*log1p((abs(p - t) < width ? abs(p - t) : width)/epsilon) : width*log1p((abs(p - t) < width ? abs(p - t) : width)/epsilon) + (abs(p - t) - width)", true),
        ("hampel", "c < abs(p - t) ? 0.5*a*(b + c - a) : b < abs(p - t) ? 0.5*a*(b + c - a) - 0.5*a*((c - abs(p - t))*((c - abs(p - t))/(c - b))) : a < abs(p - t) ? a*(abs(p - t) - 0.5*a) : 0.5*abs(p - t)*abs(p - t)", true),
        ("pseudo_huber", "1e15*delta < abs(p - t) ? delta*(abs(p - t) - delta) : delta*((p - t)*((p - t)/delta/(1 + sqrt(1 + (p - t)/delta*((p - t)/delta)))))", false),
        ("pinball", "max(quantile*(t - p), (quantile - 1)*(t - p))", true),
        ("expectile", "(t < p ? 1 - expectile : expectile)*(t - p)*(t - p)", true),
        ("quantile_huber", "(t < p ? 1 - quantile : quantile)*(abs(t - p) < kappa ? 0.5*abs(t - p)*(abs(t - p)/kappa) : abs(t - p) - 0.5*kappa)", true),
        ("poisson_nll", "exp(p) - zero_times(t, p)", true),
        ("gamma_nll", "p + zero_times(t, exp(-p))", true),
        ("exponential", "exp(-(t*p))", true),
        ("hinge", "relu(1 - t*p)", true),
        ("squared_hinge", "relu(1 - t*p)*relu(1 - t*p)", true),
        ("l2_margin", "(1 - t*p)*(1 - t*p)", true),
        ("logistic", "softplus(-(t*p))", true),
        ("perceptron", "relu(-(t*p))", true),
        ("probit", "-log_ndtr(t*p)", true),
        ("sigmoid_margin", "2*sigmoid(-2*(t*p))", true),
        ("modified_huber", "t*p < -1 ? -4*(t*p) : relu(1 - t*p)*relu(1 - t*p)", true),
        ("smoothed_hinge", "relu(1 - t*p) < gamma ? 0.5*relu(1 - t*p)*relu(1 - t*p)/gamma : relu(1 - t*p) - 0.5*gamma", true),
        ("ramp", "t*p < truncation ? 1 - truncation : relu(1 - t*p)", true),
        ("savage", "sigmoid(-slope*(t*p))*sigmoid(-slope*(t*p))", true),
        ("tangent", "(2*atan(t*p) - 1)*(2*atan(t*p) - 1)", true),
        ("unhinged", "1 - t*p", true),
        ("zero_one", "relu(-sign(t*p))", true),
        ("dwd", "q/(q + 1) < t*p ? (q/(q + 1)/max(t*p, q/(q + 1)))^q/(q + 1) : 1 - t*p", true),
        ("bce", "-(xlogy(t, p) + xlog1py(1 - t, -p))", true),
        ("brier_binary", "sigmoid_mix(p, 1 - t, -t)*sigmoid_mix(p, 1 - t, -t)", true),

        // Other roads to the same number.
        ("huber", "abs(p - t) <= delta ? 0.5*(p - t)^2 : delta*(abs(p - t) - delta/2)", false),
        ("pinball", "t >= p ? quantile*(t - p) : (1 - quantile)*(p - t)", false),
        ("log_cosh", "logaddexp(p - t, t - p) - 0.6931471805599453", false),
        ("expectile", "abs(expectile - (p > t ? 1 : 0))*(p - t)^2", false),
    ];
}
