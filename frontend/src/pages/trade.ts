import "../style/_trade.scss";
