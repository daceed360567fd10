lexer grammar CkptsLexer;
WORD : [a-z]+ ;
WS : [ \t\r\n]+ -> channel(HIDDEN) ;
