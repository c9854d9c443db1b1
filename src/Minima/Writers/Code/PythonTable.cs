namespace Minima.Writers;

/// <summary>The primitives in Python, and the functions that NumPy lacks. Special functions come from scipy.special.</summary>
internal static class PythonTable
{
    public static IReadOnlyDictionary<Type, string> Functions { get; } = new Dictionary<Type, string>
    {
        [typeof(Abs)] = "np.abs({x})",
        [typeof(Atan)] = "np.arctan({x})",
        [typeof(BesselI0e)] = "special.i0e({x})",
        [typeof(BesselI1e)] = "special.i1e({x})",
        [typeof(Clamp)] = "np.clip({x}, {low}, {high})",
        [typeof(Cos)] = "np.cos({x})",
        [typeof(CosPi)] = "_cospi({x})",
        [typeof(Digamma)] = "special.digamma({x})",
        [typeof(Exp)] = "np.exp({x})",
        [typeof(ExpRatio)] = "_exp_ratio({x})",
        [typeof(ExpRemainder)] = "_exp_remainder({x})",
        [typeof(Expm1)] = "np.expm1({x})",
        [typeof(Hypot)] = "np.hypot({x}, {y})",
        [typeof(InverseMills)] = "_inverse_mills({x})",
        [typeof(InverseMillsSlope)] = "_inverse_mills_slope({x})",
        [typeof(LambertW)] = "special.lambertw({x}).real",
        [typeof(Log)] = "np.log({x})",
        [typeof(Log1mExp)] = "_log1mexp({x})",
        [typeof(Log1p)] = "np.log1p({x})",
        [typeof(Log1pSquare)] = "_log1p_square({x})",
        [typeof(LogAddExp)] = "np.logaddexp({x}, {y})",
        [typeof(LogCosh)] = "_log_cosh({x})",
        [typeof(LogGamma)] = "special.gammaln({x})",
        [typeof(LogNdtr)] = "special.log_ndtr({x})",
        [typeof(LogRemainder)] = "_log_remainder({x})",
        [typeof(Max)] = "np.maximum({x}, {y})",
        [typeof(Power)] = "np.power({x}, {exponent})",
        [typeof(PowerOf)] = "np.power({x}, {y})",
        [typeof(Relu)] = "np.maximum({x}, 0)",
        [typeof(Sigmoid)] = "_sigmoid({x})",
        [typeof(SigmoidMix)] = "_sigmoid_mix({x}, {y}, {z})",
        [typeof(Sign)] = "np.sign({x})",
        [typeof(Sin)] = "np.sin({x})",
        [typeof(SinPi)] = "_sinpi({x})",
        [typeof(Softplus)] = "np.logaddexp(0, {x})",
        [typeof(SoftplusMix)] = "_softplus_mix({x}, {y}, {z})",
        [typeof(Sqrt)] = "np.sqrt({x})",
        [typeof(StirlingRemainder)] = "_stirling_remainder({x})",
        [typeof(StirlingRemainderCurvature)] = "_stirling_remainder_curvature({x})",
        [typeof(StirlingRemainderSlope)] = "_stirling_remainder_slope({x})",
        [typeof(Tanh)] = "np.tanh({x})",
        [typeof(Tetragamma)] = "special.polygamma(2, {x})",
        [typeof(Trigamma)] = "special.polygamma(1, {x})",
        [typeof(XLog1pY)] = "_zero_times({x}, np.log1p({y}), {y})",
        [typeof(XLogY)] = "_zero_times({x}, np.log({y}), {y})",
        [typeof(ZeroTimes)] = "_zero_times({x}, {y}, {y})",
    };

    /// <summary>The functions that NumPy lacks; each may use others.</summary>
    public static IReadOnlyDictionary<string, string> Helpers { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["_sinpi"] = """
            def _sinpi(x):
                r = x - 2 * np.round(x / 2)
                return np.where(np.abs(r) > 0.5, np.sign(r) * np.sin(np.pi * (1 - np.abs(r))), np.sin(np.pi * r))
            """,
        ["_cospi"] = """
            def _cospi(x):
                return np.sin(np.pi * (0.5 - np.abs(x - 2 * np.round(x / 2))))
            """,
        ["_exp_ratio"] = """
            def _exp_ratio(x):
                return np.where(x == 0, 1.0, np.expm1(x) / x)
            """,
        ["_exp_remainder"] = """
            def _exp_remainder(x):
                near = np.where(np.abs(x) < 0.5, x, 0.0)
                total = 0.0
                for n in range(17, 1, -1):
                    total = (1 + total) * near / n
                slope = np.expm1(x)
                return np.where(np.abs(x) < 0.5, total * near, np.where(slope < np.inf, slope - x, slope))
            """,
        ["_inverse_mills"] = """
            def _inverse_mills(x):
                return np.sqrt(2 / np.pi) / special.erfcx(-x / np.sqrt(2))
            """,
        ["_inverse_mills_slope"] = """
            def _inverse_mills_slope(x):
                mills = _inverse_mills(x)
                far = np.where(x < -1000, x, -1000.0)
                return np.where(x < -1000, -1 + 1 / (far * far), -mills * np.where(np.isinf(x), 0.0, x + mills))
            """,
        ["_log1mexp"] = """
            def _log1mexp(x):
                return np.where(x < -0.6931471805599453, np.log1p(-np.exp(x)), np.log(-np.expm1(x)))
            """,
        ["_log1p_square"] = """
            def _log1p_square(x):
                return np.where(np.abs(x) < 1e18, np.log1p(x * x), 2 * np.log1p(np.abs(x)))
            """,
        ["_log_cosh"] = """
            def _log_cosh(x):
                a = np.abs(x)
                m = np.expm1(-a)
                return np.where(a < 1, np.log1p(m * m / (2 * (1 + m))), a - 0.6931471805599453 + np.log1p(np.exp(-2 * a)))
            """,
        ["_log_remainder"] = """
            def _log_remainder(x):
                s = x / (2 + x)
                total = 0.0
                for n in range(21, 1, -2):
                    total = total * s * s + 1 / n
                return np.where(np.abs(s) < 0.2, s * (x - 2 * s * s * total), np.where(x < np.inf, x - np.log1p(x), x))
            """,
        ["_stirling_series"] = """
            def _stirling_series(x, derivative):
                terms = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400,
                         43867 / 244188, -174611 / 125400, 77683 / 5796, -236364091 / 1506960, 657931 / 300, -3392780147 / 93960]
                total = 0.0
                for n in range(13, -1 if derivative < 2 else 0, -1):
                    total = total * x * x + terms[n] * [1, 2 * n + 1, (2 * n + 1) * 2 * n][derivative]
                return total if derivative == 1 else total * x
            """,
        ["_stirling_slope"] = """
            def _stirling_slope(x):
                total = -_stirling_series(1 / (x + 10), 1) / (x + 10) ** 2
                for n in range(9, -1, -1):
                    total = total + (np.log1p(1 / (x + n)) - (x + n + 0.5) / ((x + n) * (x + n + 1)))
                return total
            """,
        ["_stirling_remainder"] = """
            def _stirling_remainder(x):
                far = 1 / np.where(x < 0.1, 1.0, x)
                total = _stirling_series(1 / (far + 10), 0)
                for n in range(9, -1, -1):
                    total = total + ((far + n + 0.5) * np.log1p(1 / (far + n)) - 1)
                return np.where(x < 0.1, _stirling_series(np.where(x < 0.1, x, 0.1), 0), total)
            """,
        ["_stirling_remainder_slope"] = """
            def _stirling_remainder_slope(x):
                far = 1 / np.where(x < 0.1, 1.0, x)
                return np.where(x < 0.1, _stirling_series(np.where(x < 0.1, x, 0.1), 1), -far * far * _stirling_slope(far))
            """,
        ["_stirling_remainder_curvature"] = """
            def _stirling_remainder_curvature(x):
                far = 1 / np.where(x < 0.1, 1.0, x)
                last = 1 / (far + 10)
                total = last ** 3 * (last * _stirling_series(last, 2) + 2 * _stirling_series(last, 1))
                for n in range(9, -1, -1):
                    total = total + 0.5 / ((far + n) * (far + n + 1)) ** 2
                return np.where(x < 0.1, _stirling_series(np.where(x < 0.1, x, 0.1), 2), far ** 3 * (far * total + 2 * _stirling_slope(far)))
            """,
        ["_sigmoid"] = """
            def _sigmoid(x):
                e = np.exp(-np.abs(x))
                return np.where(x < 0, e, 1.0) / (1 + e)
            """,
        ["_sigmoid_mix"] = """
            def _sigmoid_mix(x, a, b):
                e = np.exp(-np.abs(x))
                return np.where(x < 0, a * e + b, a + b * e) / (1 + e)
            """,
        ["_softplus_mix"] = """
            def _softplus_mix(x, a, b):
                return np.where(a == 0, a, a * np.logaddexp(0, x)) + np.where(b == 0, b, b * np.logaddexp(0, -x))
            """,
        ["_zero_times"] = """
            def _zero_times(x, factor, y):
                return np.where((x == 0) & ~np.isnan(y), 0.0, x * factor)
            """,
    };
}
